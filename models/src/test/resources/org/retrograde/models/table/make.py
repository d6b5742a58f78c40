# Writes the Parquet files beside it, with pyarrow 25: `python make.py`. Another program than the one that reads them.
import datetime
import decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 8


def write(name, table, **options):
    pq.write_table(table, name, store_schema=False, write_statistics=False, **options)


plain = pa.table({
    "x": pa.array([0.5 * i for i in range(ROWS)]),
    "colour": ["red", "blue", None, "red", "blue", "red", "red", "blue"],
    "y": pa.array([i % 2 for i in range(ROWS)], pa.int32()),
})
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    write(codec + ".parquet", plain, compression=codec, row_group_size=5)
write("pages2.parquet", plain, compression="zstd", data_page_version="2.0", row_group_size=5)
write("encodings.parquet", plain, compression="none", use_dictionary=False, column_encoding={
    "x": "BYTE_STREAM_SPLIT", "colour": "DELTA_BYTE_ARRAY", "y": "DELTA_BINARY_PACKED"})

write("types.parquet", pa.table({
    "float": pa.array([None, 1.1, float("nan"), float("-inf")], pa.float32()),
    "half": pa.array(np.array([1.5, -6e-8, 65504, 0], np.float16)),
    "long": pa.array([-2**63, 2**63 - 1, 0, None], pa.int64()),
    "byte": pa.array([255, 0, 1, 2], pa.uint8()),
    "unsigned": pa.array([2**32 - 1, 0, 1, 2], pa.uint32()),
    "ulong": pa.array([2**64 - 1, 0, 1, 2], pa.uint64()),
    "small": pa.array([decimal.Decimal(i) / 4 for i in [-7, 0, 1, 2]], pa.decimal128(4, 2)),
    "large": pa.array([decimal.Decimal(i) / 4 for i in [-7, 0, 1, 2]], pa.decimal128(30, 3)),
    "day": pa.array([datetime.date(1969, 12, 31 - i) for i in range(4)]),
    "time": pa.array([datetime.time(8, 30, i) for i in range(4)], pa.time64("us")),
    "moment": pa.array([datetime.datetime(1969, 12, 31, 23, 59, 59, 250000 * i) for i in range(4)], pa.timestamp("ms")),
    "truth": pa.array([True, False, None, True]),
    "digits": ["1", "02", "1", "3"],
    "code": pa.array(["a", "b", "a", "a"]).dictionary_encode(),
    "bytes": pa.array([b"ab", b"cd", b"", b"e"]),
    "fixed": pa.array([b"ab", b"cd", b"ef", b"gh"], pa.binary(2)),
}), compression="none")
write("integers.parquet", pa.table({
    "price": pa.array([decimal.Decimal(i) / 4 for i in [-7, 0, 1, 2]], pa.decimal128(4, 2)),
    "y": [1, 2, 3, 4],
}), compression="none", store_decimal_as_integer=True)
write("spark.parquet", pa.table({
    "moment": pa.array([datetime.datetime(1969, 12, 31, 23, 59, 59), datetime.datetime(2024, 5, 17, 8, 30)],
                       pa.timestamp("ns")),
    "y": [0.5, 1.5],
}), compression="snappy", use_deprecated_int96_timestamps=True)
write("nested.parquet", pa.table({
    "tags": pa.array([[1, 2], [], [3]]),
    "place": pa.array([{"x": 1, "y": 2}] * 3),
    "x": [1.5, 2.5, 3.5],
    "y": [0, 1, 0],
}), compression="none")
write("binary.parquet", pa.table({"x": pa.array([b"\xff\xfe", b"a"]), "y": [0, 1]}), compression="none")
write("indexed.parquet", pa.table({"x": [1.5, 2.5], "y": [0, 1], "__index_level_0__": [7, 8]}), compression="none")
write("empty.parquet", pa.table({"x": pa.array([], pa.float64()), "y": pa.array([], pa.int64())}), compression="none")
