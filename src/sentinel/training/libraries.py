"""The libraries that train, or one line that says how to get them.

Every other file of this room that needs one takes it from here.
"""

from sentinel.extras import brought_by

with brought_by("train"):
    import torch as torch
    from accelerate import PartialState as PartialState
    from datasets import Dataset as Dataset
    from peft import AutoPeftModelForCausalLM as AutoPeftModelForCausalLM
    from peft import LoraConfig as LoraConfig
    from safetensors import SafetensorError as SafetensorError
    from safetensors import safe_open as safe_open
    from torch.utils.tensorboard import SummaryWriter as SummaryWriter
    from transformers import AutoModelForCausalLM as AutoModelForCausalLM
    from transformers import AutoTokenizer as AutoTokenizer
    from transformers import BitsAndBytesConfig as BitsAndBytesConfig
    from transformers import PreTrainedModel as PreTrainedModel
    from transformers import PreTrainedTokenizerBase as PreTrainedTokenizerBase
    from transformers import PrinterCallback as PrinterCallback
    from transformers import ProgressCallback as ProgressCallback
    from transformers import Trainer as Trainer
    from transformers import TrainerCallback as TrainerCallback
    from transformers import TrainerControl as TrainerControl
    from transformers import TrainerState as TrainerState
    from transformers import TrainingArguments as TrainingArguments
    from transformers import set_seed as set_seed
    from transformers.integrations import TensorBoardCallback as TensorBoardCallback
    from transformers.utils import get_json_schema as get_json_schema
    from trl import GRPOConfig as GRPOConfig
    from trl import GRPOTrainer as GRPOTrainer
    from trl import SFTConfig as SFTConfig
    from trl import SFTTrainer as SFTTrainer
