"""A decoder-only transformer that predicts the next character, as it is usually written; nothing here is Retrograde's.

What Retrograde asks for are the functions at the end: batch, loss and final_loss (test_loss is optional).
"""
import gzip
import math
import os

import torch
from torch import nn
from torch.nn import functional

TEXT = "../../models/src/main/resources/org/retrograde/models/data/kjv/kjv.txt.gz"  # or any other text, in ASCII
LAYERS, HEADS, CONTEXT, BATCH = 2, 4, 32, 16


def read():
    """Returns the text as numbers of characters, in three parts."""
    with gzip.open(os.path.join(os.path.dirname(os.path.abspath(__file__)), TEXT)) as file:
        codes = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).long()
    characters = codes.unique()
    text = torch.searchsorted(characters, codes)
    part = len(text) // 10
    return len(characters), text[: 8 * part], text[8 * part : 9 * part], text[9 * part :]


VOCABULARY, TRAIN, VALIDATION, TEST = read()


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.register_buffer("mask", torch.ones(CONTEXT, CONTEXT).tril().bool())

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(width // HEADS)
        scores = scores.masked_fill(~self.mask[:length, :length], float("-inf"))
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm_1 = nn.LayerNorm(width)
        self.attention = Attention(width)
        self.norm_2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm_1(x))
        return x + self.mlp(self.norm_2(x))


class Transformer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.token_embedding = nn.Embedding(VOCABULARY, width)
        self.position_embedding = nn.Embedding(CONTEXT, width)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(width)
        self.readout = nn.Linear(width, VOCABULARY, bias=False)
        self.apply(self.start)

    @staticmethod
    def start(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def forward(self, characters):
        places = torch.arange(characters.shape[1], device=characters.device)
        x = self.token_embedding(characters) + self.position_embedding(places)
        return self.readout(self.norm(self.blocks(x)))


def windows(text, starts):
    rows = starts[:, None] + torch.arange(CONTEXT + 1)
    return text[rows]


def cross_entropy(model, rows):
    logits = model(rows[:, :-1]).flatten(0, 1)
    targets = rows[:, 1:].flatten()
    return functional.cross_entropy(logits, targets), (logits.argmax(1) != targets).sum(), len(targets)


def on(text, model):
    """Returns the loss on windows that are the same each time, the wrong characters and all of them."""
    starts = torch.linspace(0, len(text) - CONTEXT - 1, 64).long()
    return cross_entropy(model, windows(text, starts).to(model.readout.weight.device))


def make(width=64):
    return Transformer(width)


def batch(step, seed):
    generator = torch.Generator().manual_seed((seed + 1_000_003 * step) % 2**63)
    return windows(TRAIN, torch.randint(len(TRAIN) - CONTEXT, (BATCH,), generator=generator))


def loss(model, batch):
    return cross_entropy(model, batch)[0]


def final_loss(model):
    return on(VALIDATION, model)


def test_loss(model):
    return on(TEST, model)
