"""A forest as ONNX, for programs that judge without Python.

The model takes rows as `Forest.rows` lays them out, NaN for what is not known,
and gives the probability; the names of the columns are in its metadata.
"""

import json
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.errors import ExtraError
from sentinel.overseer.forest import Forest

try:
    from onnx import TensorProto, helper
except ImportError as missing:
    raise ExtraError("onnx is missing: python -m pip install onnx") from missing

ROWS: Final = "rows"
"""Name of the input, of shape `(decisions, figures)`."""

PROBABILITY: Final = "risk"
"""Name of the output, of shape `(decisions, 1)`."""


def onnx_of(forest: Forest) -> bytes:
    """The same forest as an ONNX model: the operator for trees, and a sigmoid."""
    leaf = forest.left == np.arange(forest.left.shape[1])[None]
    used = _used(forest)
    tree, node = np.nonzero(used)
    ends = leaf[tree, node]

    def of(table: NDArray[np.generic]) -> list[float]:
        """Entries of the nodes that are used, in order."""
        found: list[float] = table[tree, node].tolist()
        return found

    operator = helper.make_node(
        "TreeEnsembleRegressor", [ROWS], ["odds"], domain="ai.onnx.ml", n_targets=1,
        base_values=[forest.start], aggregate_function="SUM",
        nodes_treeids=tree.tolist(), nodes_nodeids=node.tolist(),
        nodes_featureids=of(forest.column), nodes_values=of(forest.cut),
        nodes_modes=["LEAF" if end else "BRANCH_LEQ" for end in ends.tolist()],
        nodes_missing_value_tracks_true=of(forest.missing_left.astype(int)),
        nodes_truenodeids=np.where(ends, 0, forest.left[tree, node]).tolist(),
        nodes_falsenodeids=np.where(ends, 0, forest.right[tree, node]).tolist(),
        target_treeids=tree[ends].tolist(), target_nodeids=node[ends].tolist(),
        target_ids=[0] * int(ends.sum()), target_weights=forest.value[tree, node][ends].tolist(),
    )  # fmt: skip
    shape = ["decisions", len(forest.names)]
    sigmoid = helper.make_node("Sigmoid", ["odds"], [PROBABILITY])
    graph = helper.make_graph(
        [operator, sigmoid], "forest",
        [helper.make_tensor_value_info(ROWS, TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(PROBABILITY, TensorProto.FLOAT, ["decisions", 1])],
    )  # fmt: skip
    opsets = [helper.make_opsetid("ai.onnx.ml", 3), helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    helper.set_model_props(model, {"figures": json.dumps(forest.names)})
    content: bytes = model.SerializeToString()
    return content


def _used(forest: Forest) -> NDArray[np.bool_]:
    """Which nodes of each tree can be reached: shorter trees are filled up with others."""
    found = np.zeros(forest.left.shape, np.bool_)
    found[:, 0] = True
    trees = np.arange(len(found))[:, None]
    for _ in range(forest.depth):
        for after in (forest.left, forest.right):
            found[np.broadcast_to(trees, found.shape)[found], after[found]] = True
    return found
