"""Official documents that questions to learn from are asked of, beside the plans.

``python -m tests.quality.documents FOLDER`` writes them there, out of the training text;
``tracuu index`` of the plans and FOLDER then gives the index that ``fitting-*.jsonl`` are asked of.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

from tests.quality.measures import shared

#: Name of a document → its line in ``training/official.jsonl.xz``, from 0.
LINES = {
    "hcm-2820": 6,
    "lai-chau-87-cuoi-tang": 90,
    "nhan-luc-cong-nghe-cao": 337,
    "hue-giam-ngheo": 541,
    "khanh-thanh-khoi-cong": 842,
    "phu-tho-102-ton-giao": 1363,
    "can-tho-2579-dan-van": 1364,
    "quang-tri-quy-moi-truong": 1647,
    "nd-09-nong-nghiep": 1764,
    "can-tho-09-nuoc": 2135,
    "chay-rung-213": 2388,
    "ttg-2629-chinh-phu-so": 2470,
    "cong-dien-mua-lu": 2606,
    "du-lich-170": 2659,
    "bac-ninh-81-phan-bien": 2688,
    "ninh-binh-161": 3020,
    "quang-tri-36-dien": 3133,
    "thien-tai-2853": 3501,
    "bvhttdl-4385": 3548,
    "bac-ninh-thi-dua": 3626,
    "chi-bau-cu": 3658,
    "kiem-ke-1627": 4020,
    "xep-loai-can-bo": 4358,
    "ha-noi-lam-nghiep": 5299,
    "phoi-hop-dau-tu": 5510,
    "tiep-xuc-cu-tri": 5744,
    "bac-ninh-vien-thong": 5897,
    "thai-nguyen-an-toan-dien": 5927,
    "da-nang-noi-quy-cho": 6152,
    "phong-trao-moi-truong": 6399,
    "ttg-2623-du-lieu-ca-nhan": 6881,
    "bac-ninh-84-gia": 7138,
    "ha-noi-truong-chat-luong-cao": 7417,
    "dat-dai-95": 7850,
    "chi-dvc-77": 7872,
    "bac-ninh-cong-thong-tin": 8298,
    "khac-phuc-thien-tai-mien-trung": 8535,
    "chat-thai-sinh-hoat": 8801,
    "quang-ninh-chay-rung": 8883,
    "quoc-hoi-ke-hoach-luat": 8928,
    "kinh-te-tu-nhan": 9425,
    "nghe-an-kien-nghi-cu-tri": 9704,
    "ban-dan": 9896,
    "trung-tam-chinh-tri-xa": 10007,
    "can-tho-2610": 10512,
    "chi-phap-luat": 10709,
    "vinh-long-chi-ky-thi": 10883,
    "thai-nguyen-26-ton-giao": 11156,
    "bac-ninh-phan-anh": 11280,
    "ttg-2597-xay-dung": 11985,
    "ha-noi-co-so-chay": 12070,
    "son-la-2954-xuat-khau": 12276,
    "ha-noi-57-phat-thai": 12286,
    "gia-thue-nha-xa-hoi": 12627,
}

# fmt: off
#: Lines of documents that are named by them, "vb-790", because there are many.
NAMED_BY_LINE = (
    63, 145, 209, 218, 243, 258, 346, 412, 747, 790, 1079, 1199, 1253,
    1264, 1408, 1590, 1650, 1919, 1929, 1943, 2036, 2113, 2561, 2618, 2684, 2772,
    2805, 2999, 3018, 3635, 3700, 3914, 4039, 4040, 4053, 4068, 4132, 4163, 4170,
    4336, 4369, 4434, 4551, 4691, 4720, 4746, 4802, 4834, 4850, 4866, 4910, 5105,
    5112, 5375, 5522, 5582, 5648, 5656, 5685, 5709, 6000, 6037, 6288, 6362, 6676,
    6687, 6871, 6961, 7097, 7151, 7162, 7226, 7415, 7524, 7652, 7819, 7926, 7945,
    8056, 8138, 8234, 8388, 8517, 8562, 8726, 8781, 8783, 8805, 8963, 9000, 9052,
    9082, 9246, 9267, 9304, 9613, 9791, 9813, 9884, 9895, 9914, 9925, 10084, 10109,
    10328, 10480, 10495, 10513, 10589, 10928, 10945, 11013, 11118, 11282, 11293, 11409, 11435,
    11566, 11627, 11674, 11687, 11712, 11799, 11828, 12035, 12154, 12209, 12211, 12346, 12365,
    12389, 12513, 12780, 12799, 12847, 12921,
)
# fmt: on


def write(folder: Path) -> int:
    """Write each document as Markdown into ``folder``; returns how many there were."""
    names = {line: name for name, line in LINES.items()}
    names |= {line: f"vb-{line}" for line in NAMED_BY_LINE}
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with lzma.open(shared() / "training" / "official.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if name := names.get(number):
                (folder / f"{name}.md").write_text(json.loads(line)["text"], encoding="utf-8")
                count += 1
    return count


if __name__ == "__main__":
    write(Path(sys.argv[1]))
