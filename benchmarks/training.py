"""Tokens a second of each stage against plain TRL on the same model, and what GRPO waits for.

What is measured, and how, is in `training_speed.py`. It is imported by the command alone: a
process that plays for training begins by importing this file, and needs no more of it, as of
the one that `sentinel` begins with.

Usage: python benchmarks/training.py [--recipe NAME] [--set NAME=VALUE ...] [--rounds N]
       [--by-reward] [--json FILE]

`--by-reward` measures stages A and C alone, and keeps what FILE says of the others.
"""

if __name__ == "__main__":
    from training_speed import main

    main()
