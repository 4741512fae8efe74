"""Loads what an encoder is made of: its tokeniser, and its layers in torch.

A folder of BERT's family is put together from torch's own layers: importing
sentence-transformers takes longer than judging a hundred answers. Other families, and
networks that are to be trained, are loaded by sentence-transformers.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coprod_nlp.exceptions import ModelError
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

_LONGEST_WINDOW = 256

_CONFIG, _TEXTS = "config.json", "sentence_bert_config.json"
_TOKENS, _WEIGHTS = "tokenizer_config.json", "model.safetensors"

_BERT_PARTS = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}
"""Parts of torch's layer, and what BERT's files call them."""


@dataclass(frozen=True, slots=True)
class Network:
    """A tokeniser and layers, ready to read.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Cuts texts into windows as long as the layers read.
    layers : callable
        Token numbers of shape (n_windows, n_tokens), and None or where only padding
        stands (True), to contextual vectors of shape (n_windows, n_tokens, n_dims).
    n_dims : int
    longest : int
        Tokens in the longest window.
    device : str
        "cuda" where torch finds a GPU, else "cpu".
    """

    tokenizer: "Tokenizer"
    layers: "Callable[[Tensor, Tensor | None], Tensor]"
    n_dims: int
    longest: int
    device: str


@dataclass(frozen=True, slots=True)
class Window:
    """As many tokens of one text as a network reads at once.

    Parameters
    ----------
    text, order : int
        Number of the text, and of the window within it.
    ids : list of int
        Token numbers.
    offsets : list of (int, int)
        Where each token stands in the text, half-open.
    """

    text: int
    order: int
    ids: list[int]
    offsets: list[tuple[int, int]]


def windows(tokenizer: "Tokenizer", texts: Sequence[str]) -> list[Window]:
    """Cut every text into windows, in the order of the texts."""
    return [
        Window(number, order, encoding.ids, encoding.offsets)
        for number, first in enumerate(tokenizer.encode_batch(list(texts)))
        for order, encoding in enumerate([first, *first.overflowing])
    ]


def load_network(
    folder: Path | None, overlay: Mapping[str, FloatArray] | None = None
) -> Network:
    """Load a network to read with.

    Parameters
    ----------
    folder : Path, optional
        A sentence-transformers folder; by default the installed all-MiniLM-L6-v2.
    overlay : mapping of str to ndarray, optional
        Fine-tuned weights that replace those of the same name.

    Raises
    ------
    ModelError
        If the folder holds no such model or the overlay does not fit it.
    """
    folder = _checked(folder)
    if _is_plain_bert(folder):
        return _bert(folder, overlay or {})
    model = load_published(folder)
    network: Any = model[0].model
    state = _tensors(overlay or {})
    unknown = network.load_state_dict(state, strict=False).unexpected_keys
    _check_overlay(unknown, folder)
    longest = min(model.tokenizer.model_max_length, _LONGEST_WINDOW)
    return Network(
        _cutting(model.tokenizer.backend_tokenizer, longest),
        lambda ids, padding: (
            network(
                input_ids=ids, attention_mask=None if padding is None else ~padding
            ).last_hidden_state
        ),
        int(network.config.hidden_size),
        longest,
        network.device.type,
    )


def load_published(folder: Path | None) -> Any:
    """Load a folder as sentence-transformers does, for layers that are to learn.

    Returns
    -------
    sentence_transformers.SentenceTransformer

    Raises
    ------
    ModelError
        If the folder holds no such model.
    """
    # Imported here: it takes seconds, and most commands never need it.
    from sentence_transformers import SentenceTransformer

    with _quiet_loading():
        return SentenceTransformer(
            str(_checked(folder)), device=_device(), local_files_only=True
        ).eval()


def _checked(folder: Path | None) -> Path:
    folder = folder or bundled_encoder_folder()
    if not (folder / "modules.json").is_file():
        message = (
            f"{folder} is not a sentence-transformers folder: it holds no "
            f"modules.json. Name the folder a model was saved to."
        )
        raise ModelError(message)
    return folder


def _is_plain_bert(folder: Path) -> bool:
    files = (_CONFIG, _TEXTS, _TOKENS, _WEIGHTS, "tokenizer.json")
    if not all((folder / name).is_file() for name in files):
        return False
    config = _read(folder / _CONFIG)
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not _read(folder / _TEXTS).get("do_lower_case")
    )


def _bert(folder: Path, overlay: Mapping[str, FloatArray]) -> Network:
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    config, device = _read(folder / _CONFIG), _device()
    stored = load_file(folder / _WEIGHTS, device=device)
    state = {name.removeprefix("bert."): value for name, value in stored.items()}
    _check_overlay(overlay.keys() - state.keys(), folder)
    state |= {name: value.to(device) for name, value in _tensors(overlay).items()}
    embeddings = {
        name.removeprefix("embeddings."): value
        for name, value in state.items()
        if name.startswith("embeddings.")
    }
    # One text at a time: all tokens are of the first type.
    places = (
        embeddings["position_embeddings.weight"]
        + embeddings["token_type_embeddings.weight"][0]
    )
    norm = (embeddings["LayerNorm.weight"], embeddings["LayerNorm.bias"])
    layers = [
        _bert_layer(config, state, f"encoder.layer.{number}.")
        for number in range(config["num_hidden_layers"])
    ]

    def read(ids: "Tensor", padding: "Tensor | None") -> "Tensor":
        tokens = embeddings["word_embeddings.weight"][ids] + places[: ids.shape[1]]
        states = torch.nn.functional.layer_norm(
            tokens, tokens.shape[-1:], *norm, config["layer_norm_eps"]
        )
        for layer in layers:
            states = layer(states, src_key_padding_mask=padding)
        return states

    said = (
        _read(folder / _TEXTS).get("max_seq_length"),
        _read(folder / _TOKENS).get("model_max_length"),
    )
    limits = (*said, len(places), _LONGEST_WINDOW)
    longest = min(int(limit) for limit in limits if limit)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cut = _cutting(tokenizer, longest)
    return Network(cut, read, places.shape[1], longest, device)


def _bert_layer(
    config: Mapping[str, Any], state: Mapping[str, "Tensor"], prefix: str
) -> Any:
    """Return one layer of torch's with BERT's weights."""
    import torch

    parts = {}
    for kind in ("weight", "bias"):
        three = [
            state[f"{prefix}attention.self.{name}.{kind}"]
            for name in ("query", "key", "value")
        ]
        parts[f"self_attn.in_proj_{kind}"] = torch.cat(three)
        for ours, theirs in _BERT_PARTS.items():
            parts[f"{ours}.{kind}"] = state[f"{prefix}{theirs}.{kind}"]
    # Made without content, so that no random number is drawn for it.
    with torch.device("meta"):
        layer = torch.nn.TransformerEncoderLayer(
            config["hidden_size"],
            config["num_attention_heads"],
            config["intermediate_size"],
            activation="gelu",
            layer_norm_eps=config["layer_norm_eps"],
            batch_first=True,
        )
    layer.load_state_dict(parts, assign=True)
    return layer.eval()


def _cutting(tokenizer: "Tokenizer", longest: int) -> "Tokenizer":
    """Have a tokeniser cut texts into windows and pad nothing."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def _tensors(overlay: Mapping[str, FloatArray]) -> dict[str, "Tensor"]:
    import torch

    return {name: torch.from_numpy(np.array(v)) for name, v in overlay.items()}


def _check_overlay(unknown: Sequence[str] | set[str], folder: Path) -> None:
    if unknown:
        message = (
            f"The fine-tuned weights name {len(unknown)} parts that the "
            f"encoder in {folder} does not have. They belong to another model."
        )
        raise ModelError(message)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Keep transformers' own progress bar and notes off the user's screen."""
    from transformers.utils import logging as transformers_logging

    # Its functions carry no types.
    logging: Any = transformers_logging

    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
