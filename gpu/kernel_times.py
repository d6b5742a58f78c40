"""Sums a profiler's CSV (from ncu --csv --metrics gpu__time_duration.sum,dram__bytes.sum, or from nsys stats -r
cuda_gpu_kern_sum --format csv) by kernel, the longest first. Reads standard input; fails if there is no kernel in it."""
import collections
import csv
import sys

MICROSECONDS = {"ns": 1e-3, "nsecond": 1e-3, "us": 1, "usecond": 1, "ms": 1e3, "msecond": 1e3, "s": 1e6, "second": 1e6}
MEGABYTES = {"byte": 1e-6, "Kbyte": 1e-3, "Mbyte": 1, "Gbyte": 1e3}


class Total:
    count, microseconds, longest, megabytes = 0, 0.0, 0.0, 0.0


def number(text):
    return float(text.replace(",", ""))


def of_ncu(rows):
    totals = collections.defaultdict(Total)
    for row in rows:
        total, value, unit = totals[row["Kernel Name"]], number(row["Metric Value"]), row["Metric Unit"]
        if "duration" in row["Metric Name"]:
            value *= MICROSECONDS.get(unit, 1)
            total.count += 1
            total.microseconds += value
            total.longest = max(total.longest, value)
        else:
            total.megabytes += value * MEGABYTES.get(unit, 1)
    return totals


def of_nsys(rows):
    totals = {}
    for row in rows:
        total = totals[row["Name"]] = Total()
        total.count = int(number(row["Instances"]))
        total.microseconds = number(row["Total Time (ns)"]) * 1e-3
        total.longest = number(row["Max (ns)"]) * 1e-3
    return totals


def main():
    lines = sys.stdin.read().splitlines()
    for first, line in enumerate(lines):
        if "Metric Value" in line:
            totals = of_ncu(csv.DictReader(found for found in lines[first:] if found.startswith('"')))
            break
        if "Total Time (ns)" in line:
            totals = of_nsys(csv.DictReader(found for found in lines[first:] if found.strip()))
            break
    else:
        totals = {}
    for name, total in sorted(totals.items(), key=lambda item: -item[1].microseconds):
        rate = f"{total.megabytes / total.microseconds:6.3f} TB/s" if total.megabytes and total.microseconds else ""
        print(f"{name[:60]:60s} {total.count:6d} x {total.microseconds:11.1f} us, longest {total.longest:9.1f} us {rate}")
    sys.exit(0 if totals else 1)


if __name__ == "__main__":
    main()
