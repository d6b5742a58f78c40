# Writes the archives beside it, with NumPy 2.4: `python make.py`.
import numpy as np

x = np.arange(12).reshape(4, 3)
types = ["float16", "float32", "float64", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
         "bool", ">f2", ">f4", ">f8", ">i2", ">u4", ">i8"]
arrays = {kind.replace(">", "big_"): x.astype(kind) for kind in types}
arrays["fortran"] = np.asfortranarray(x.astype("float32"))
cube = np.arange(24).reshape(4, 2, 3)
arrays["fortran_images"] = np.asfortranarray(cube.astype("int16"))
arrays["images"] = (cube * 10).astype("uint8")
arrays["colours"] = np.arange(48).reshape(4, 2, 2, 3).astype("uint8")
arrays["channels_first"] = np.arange(480).reshape(4, 3, 8, 5).astype("int16")
arrays["flat"] = np.arange(4.0)
arrays["nan"] = np.array([[1, 2], [3, np.nan], [5, 6], [7, 8]])
arrays["large"] = np.full((4, 1), 1e300)
arrays["short"] = x[:3]
arrays["text"] = np.array(["setosa", "virginica", "setosa", "versicolor"])
arrays["bytes"] = np.array([b"no", b"yes", b"no", b"yes"])
arrays["objects"] = np.array([1, "a", None, 2], dtype=object)
arrays["complex"] = np.zeros((4, 2), complex)
arrays["record"] = np.zeros(4, [("a", "f4"), ("b", "i4")])
arrays["nothing"] = np.zeros((0, 3))
arrays["scalar"] = np.float32(3)
arrays["y"] = np.array([0, 1, 2, 1])
arrays["column"] = np.array([[1], [-1], [1], [-1]])
arrays["onehot"] = np.eye(4)
arrays["real"] = np.array([0.5, 1, 2, -1])
arrays["whole"] = np.array([0.0, 1.0, 1.0, 0.0])
arrays["zeros"] = np.array([0.0, -0.0, 1.0, 0.0])
np.savez("arrays.npz", **arrays)
np.savez_compressed("keras.npz", x_train=(cube * 10).astype("uint8"), y_train=np.array([7, 3, 3, 7], "uint8"),
                    x_test=(cube[:2] * 10).astype("uint8"), y_test=np.array([9, 3], "uint8"))
