"""What can go wrong with a model; every message says what to do, in Vietnamese, then English."""


class ModelError(Exception):
    """Any problem with an embedding model."""


class ModelNotFound(ModelError):
    """No model of that name is on this machine."""


class NotAModel(ModelError):
    """A folder or file that is not an embedding model."""


class ModelDamaged(ModelError):
    """Files of a model are truncated or unreadable."""


class ModelChanged(ModelDamaged):
    """A file of a model does not have the SHA-256 its card promises."""


class SegmentationFailed(ModelError):
    """The word segmenter a model needs is missing or failed on a text."""


class BadTraining(ModelError):
    """A training file that cannot be read or has nothing to learn from."""


class OtherRun(ModelError):
    """A folder that holds a training run with other settings or data."""


def not_found(name: str, detail: str = "") -> ModelNotFound:
    """The error for a model that is neither a folder nor in the local cache."""
    tail = f" ({detail})" if detail else ""
    return ModelNotFound(
        f"Không tìm thấy mô hình “{name}” trên máy này. Hãy chép thư mục mô hình vào máy rồi dùng "
        "đường dẫn của nó, hoặc tải trước khi có mạng với HF_HUB_OFFLINE=0; “default” là mô hình "
        f"đi kèm. / Model “{name}” is not on this machine. Copy its folder here and use the path, "
        "or fetch it once while online with HF_HUB_OFFLINE=0; “default” is the bundled "
        f"model.{tail}"
    )


def not_a_model(path: object, detail: str) -> NotAModel:
    """The error for a folder without the files of an embedding model."""
    return NotAModel(
        f"“{path}” không phải thư mục mô hình nhúng: hãy chỉ tới thư mục có modules.json và "
        f"model.safetensors. / “{path}” is not an embedding model's folder: point to one with "
        f"modules.json and model.safetensors. ({detail})"
    )


def damaged(path: object, detail: str) -> ModelDamaged:
    """The error for truncated or unreadable model files."""
    return ModelDamaged(
        f"Tệp mô hình “{path}” bị hỏng hoặc thiếu: hãy chép lại mô hình. / Model file “{path}” is "
        f"damaged or incomplete: copy the model again. ({detail})"
    )


def changed(path: object, wanted: str, found: str) -> ModelChanged:
    """The error for a file whose SHA-256 is not the promised one."""
    return ModelChanged(
        f"Tệp “{path}” không đúng mã SHA-256 ghi trong SHA256SUMS: hãy chép lại mô hình. / File "
        f"“{path}” does not have the SHA-256 in SHA256SUMS: copy the model again. "
        f"(ghi / promised {wanted[:16]}…, thấy / found {found[:16]}…)"
    )


def segmentation_failed(detail: str) -> SegmentationFailed:
    """The error for a missing or failing word segmenter."""
    return SegmentationFailed(
        "Không tách được từ bằng pyvi: hãy cài pyvi, hoặc chọn mô hình không cần tách từ. / Word "
        f"segmentation with pyvi failed: install pyvi, or choose a model without it. ({detail})"
    )


def bad_training(path: object, detail: str, line: int | None = None) -> BadTraining:
    """The error for a training file; `line` counts from 1."""
    vi, en = (f", dòng {line}", f", line {line}") if line else ("", "")
    return BadTraining(
        f"Không học được từ tệp “{path}”{vi}: hãy tạo lại tệp. / Nothing can be learned from file "
        f"“{path}”{en}: make it again. ({detail})"
    )


def other_run(folder: object, detail: str) -> OtherRun:
    """The error for a folder in which another run stopped."""
    return OtherRun(
        f"Thư mục “{folder}” giữ một lần huấn luyện khác: hãy chọn thư mục khác hoặc xoá nó. / "
        f"Folder “{folder}” holds another training run: choose another one, or delete it. "
        f"({detail})"
    )
