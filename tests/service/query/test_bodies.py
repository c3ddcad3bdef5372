"""The kind of body a question asks for."""

from __future__ import annotations

import pytest

from service.query.bodies import asked_body, is_kind


@pytest.mark.parametrize(
    ("text", "language", "kinds"),
    [
        ("Sở nào trồng rừng ngập mặn?", "vi", ("so",)),
        ("hoi nao trong rung", "vi", ("hoi",)),
        ("Lực lượng nào tuần tra?", "vi", ("luc luong",)),
        ("Cơ quan nào trồng rừng?", "vi", ()),
        ("Cơ sở trồng rừng ở đâu?", "vi", ()),
        ("Loại cơ sở nào phải khảo sát?", "vi", ()),
        ("Trồng rừng theo văn bản nào?", "vi", ()),
        ("Văn phòng nào trồng rừng?", "vi", ("phong",)),
        ("Which provincial department plants trees?", "en", ("so", "phong")),
        ("Which agency plants trees?", "en", ()),
    ],
)
def test_the_question_word_names_the_kind(text, language, kinds):
    assert asked_body(text, language) == kinds


@pytest.mark.parametrize(
    ("name", "kind", "yes"),
    [
        ("Sở Y tế", "so", True),
        ("Các Sở, ban, ngành", "so", True),
        ("Giám đốc Sở Y tế", "so", True),
        ("Công an tỉnh", "so", False),
        ("Bộ Y tế", "bo", True),
        ("Bộ Chỉ huy Quân sự tỉnh", "bo", False),
        ("Bộ Chỉ huy Quân sự tỉnh", "luc luong", True),
        ("Hội Nông dân tỉnh", "hoi", True),
        ("Hội đồng nhân dân tỉnh", "hoi", False),
        ("UBND các xã", "cap", True),
    ],
)
def test_a_name_is_of_a_kind_by_its_beginning(name, kind, yes):
    assert is_kind(name, (kind,)) is yes
