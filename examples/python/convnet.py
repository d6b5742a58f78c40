"""A convnet of two blocks on Fashion-MNIST, as it is usually written; nothing here is Retrograde's.

What Retrograde asks for are the functions at the end: batch, loss and final_loss (test_loss is optional).
"""
import gzip
import os

import torch
from torch import nn
from torch.nn import functional

FOLDER = os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist")  # Debian's dataset-fashion-mnist
TRAINED, HELD_OUT, BATCH = 5000, 500, 32


def read(part, first, count):
    """Returns images and labels of an idx file, from one on."""
    with gzip.open(os.path.join(FOLDER, part + "-images-idx3-ubyte.gz")) as file:
        pixels = file.read(16 + 784 * (first + count))[16 + 784 * first :]
    with gzip.open(os.path.join(FOLDER, part + "-labels-idx1-ubyte.gz")) as file:
        labels = file.read(8 + first + count)[8 + first :]
    images = torch.frombuffer(bytearray(pixels), dtype=torch.uint8).reshape(count, 1, 28, 28)
    return images / 255 - 0.5, torch.frombuffer(bytearray(labels), dtype=torch.uint8).long()


TRAIN = read("train", 0, TRAINED)
VALIDATION = read("train", TRAINED, HELD_OUT)
TEST = read("t10k", 0, HELD_OUT)


def block(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1), nn.GroupNorm(4, outputs), nn.ReLU(), nn.MaxPool2d(2)
    )


class ConvNet(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block_1 = block(1, width)
        self.block_2 = block(width, 2 * width)
        self.readout = nn.Linear(2 * width * 7 * 7, 10)

    def forward(self, images):
        return self.readout(self.block_2(self.block_1(images)).flatten(1))


def on(data, model):
    """Returns the loss on some data, the images that are taken for something else, and all of them."""
    device, dtype = model.readout.weight.device, model.readout.weight.dtype
    images, labels = data[0].to(device, dtype), data[1].to(device)
    logits = model(images)
    return functional.cross_entropy(logits, labels), (logits.argmax(1) != labels).sum(), len(labels)


def make(width=8):
    return ConvNet(width)


def batch(step, seed):
    generator = torch.Generator().manual_seed((seed + 1_000_003 * step) % 2**63)
    rows = torch.randint(TRAINED, (BATCH,), generator=generator)
    return TRAIN[0][rows], TRAIN[1][rows]


def loss(model, batch):
    images, labels = batch
    return functional.cross_entropy(model(images), labels)


def final_loss(model):
    return on(VALIDATION, model)


def test_loss(model):
    return on(TEST, model)
