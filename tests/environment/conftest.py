"""Sessions and environments for these tests, without the pages that OpenEnv would import."""

import sys

# OpenEnv imports gradio for its own pages, which takes seconds and which no test here opens.
sys.modules.setdefault("gradio", None)  # type: ignore[arg-type]
