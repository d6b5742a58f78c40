# Writes the files beside it, with NumPy 2.4 and pyarrow 25: `python make.py`.
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

random = np.random.default_rng(1)
kinds = random.integers(0, 3, 60)
pq.write_table(pa.table({
    "length": np.round(kinds + random.normal(size=60) / 4, 2),
    "width": np.round(random.normal(size=60), 2).astype("float32"),
    "colour": np.where(random.random(60) < 0.5, "white", "blue"),
    "kind": np.array(["setosa", "versicolor", "virginica"])[kinds],
}), "flowers.parquet", compression="zstd", store_schema=False, write_statistics=False)
pixels = (random.integers(0, 100, (80, 4, 4)) + 70 * (np.arange(80)[:, None, None] % 2)).astype("uint8")
np.savez_compressed("bars.npz", x_train=pixels[:60], y_train=np.arange(60) % 2,
                    x_test=pixels[60:], y_test=np.arange(20) % 2)
# Texts of digits and of decimal commas, which the format says to be texts.
pq.write_table(pa.table({
    "dose": np.array(["0,5", "1,5", "2,5", "0,25"])[np.arange(120) % 4],
    "weight": np.round(10 + random.normal(size=120) + np.arange(120) % 24, 1),
    "ward": np.char.zfill((np.arange(120) % 24).astype(str), 2),
}), "wards.parquet", compression="zstd", store_schema=False, write_statistics=False)
# Arrays of 60 rows with labels of two kinds, one of them under no usual name.
x = random.normal(size=(60, 3)) * [1, 10, 100]
np.savez_compressed("rates.npz", x=x, y=np.arange(60) % 2, rate=40 + x @ [1, 1, .1])
