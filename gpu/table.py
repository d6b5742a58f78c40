#!/usr/bin/env python3
"""Writes the table of docs/gpu.md from the results of gpu/device-check.sh, between two markers; the rest of the page
stays. Results of the emulated card are refused: its times say nothing, and the page claims what a card has done.

usage: gpu/table.py RESULTS.json [PAGE.md]     PAGE.md: - prints the table instead"""
import json
import os
import sys

BEGIN, END = "<!-- device-check: begin -->", "<!-- device-check: end -->"


def shown(value, form="{:.3g}"):
    return "" if value is None else form.format(value)


def peers(results, kind, name):
    return {(m["optimizer"], m["width"]): m.get(name) for m in results["measured"] if m.get("kind") == kind}


def of_networks(results):
    ours = [m for m in results["measured"] if m.get("kind") == "network" and "error" not in m]
    if not ours:
        return []
    columns = [peers(results, kind, name) for kind, name in
               (("jax", "trainMs"), ("torch", "trainMs"), ("torch", "graphMs"),
                ("jax", "checkpointedMs"), ("torch", "checkpointedMs"), ("jax", "checkpointedMiB"))]
    lines = ["| optimizer, width, T | training step, ms | JAX | PyTorch | its graph | hypergradient a step, ms "
             "| JAX checkpointed | PyTorch checkpointed | launches, waits a step | memory, MiB | JAX checkpointed "
             "| exact |", "|---" * 12 + "|"]
    for m in ours:
        jax, torch, graph, jax_back, torch_back, mib = (c.get((m["optimizer"], m["width"])) for c in columns)
        cells = [f"{m['optimizer']}, {m['width']}, {m['steps']}", shown(m["trainMs"]), shown(jax), shown(torch),
                 shown(graph), shown(m["hypergradientMs"]), shown(jax_back), shown(torch_back),
                 f"{m['hypergradientLaunchesPerStep']:.1f}, {m['hypergradientWaitsPerStep']:.1f}",
                 shown(m["memoryMiB"], "{:d}"), shown(mib, "{:d}"), "yes" if m["exact"] else "**no**"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines + [""]


def of_rates(results):
    lines = []
    for m in results["measured"]:
        if m.get("kind") == "rates" and "error" not in m:
            lines += [f"A copy on the card moves {m['copyGBs']:.0f} GB/s; updates of {m['parameters']:,} parameters, "
                      "by the fewest bytes they could move:", "", "| update | momentum, GB/s | of the copy "
                      "| AdamW, GB/s | of the copy |", "|---|---|---|---|---|"]
            for key, name in (("Step", "step"), ("UndoPosition", "position undone"), ("UndoMoments", "moments undone"),
                              ("AdjointPosition", "adjoint through the position"),
                              ("AdjointMoments", "adjoint through the moments")):
                cells = [f"{m[o + key + 'GBs']:.0f} | {100 * m[o + key + 'OfCopy']:.0f} %" for o in ("momentum", "adamw")]
                lines.append(f"| {name} | " + " | ".join(cells) + " |")
            lines.append("")
        elif m.get("kind") == "largest" and "error" not in m:
            lines += [f"Largest network tried that fits: width {m['width']}, {m['parameters']:,} parameters, "
                      f"{m['bytesPerParameter']:.1f} bytes each, T {m['steps']}, exact: {'yes' if m['exact'] else 'no'}.", ""]
    return lines


def table(results):
    lines = [f"{results['card']}, driver {results['driver']}, {results['date']}, commit {results['commit'][:10]}: "
             f"`{results['command']}`, {'passed' if results['passed'] else '**failed**'} in {results['seconds']} s.", "",
             "| part | status | seconds | |", "|---|---|---|---|"]
    lines += [f"| {p['part']} | {p['status']} | {p['seconds']} | {p['text'].replace('|', '/')} |" for p in results["parts"]]
    return "\n".join(lines + [""] + of_networks(results) + of_rates(results)).rstrip() + "\n"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    page = sys.argv[2] if len(sys.argv) == 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../docs/gpu.md")
    if page == "-":
        print(table(results), end="")
        return
    if results["device"] != "cuda":
        sys.exit(f"results of device {results['device']} are not for the page; '-' prints them")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.exit(f"{page} must hold {BEGIN} and {END} once each, in this order")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    with open(page, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n\n{table(results)}\n{END}{after}")


if __name__ == "__main__":
    main()
