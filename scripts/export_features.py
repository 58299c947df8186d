"""Write the trained forests of `features` as ONNX, for programs that judge without Python.

Usage: python scripts/export_features.py FOLDER
"""

import sys
from pathlib import Path

from sentinel.overseer.features import trained
from sentinel.training.forest_onnx import onnx_of


def main() -> None:
    """Write one file a forest."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, forest in (("waiting", trained().waiting), ("risk", trained().risk)):
        path = folder / f"{name}.onnx"
        path.write_bytes(onnx_of(forest))
        print(f"{path}: {len(forest.cut)} trees on {len(forest.names)} figures")


if __name__ == "__main__":
    main()
