"""Weights learned from a handful of questions with known answers."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from service import fitting, lists, ranking, tuning
from service.folds import FOLDS, PARTS, by_name, folds, home
from service.question import understand
from service.scope import known_places

AGENCY = "Sở Tài nguyên và Môi trường"


def gold(id, document, query, short, english, quote, *answers, type="agency"):
    expect = {document: {"quotes": [quote], "answer": list(answers)}}
    return {
        "id": id,
        "type": type,
        "query": query,
        "query_short": short,
        "query_en": english,
        "expect": expect | ({"dong-hung-2022": None} if document != "dong-hung-2022" else {}),
    }


ROWS = [
    gold("1", "hai-duong-2023", "Cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ?",
         "kiểm tra rác chợ", "which agency checks waste at markets?",
         "kiểm tra việc thu gom rác thải nhựa tại các chợ", AGENCY),
    gold("2", "ca-mau-2024", "Ai kiểm tra tàu cá mang rác thải nhựa về bờ?",
         "kiểm tra tàu cá", "who checks fishing boats?", "kiểm tra tàu cá", "Sở Nông nghiệp"),
    gold("3", "dong-hung-2022", "Bao nhiêu phần trăm đàn chó, mèo được tiêm phòng?",
         "tiêm phòng chó mèo", "what share of dogs is vaccinated?", "Trên 75%", "75%",
         type="target"),
    gold("4", "ca-mau-2024", "Khi nào lắp xong thùng chứa rác tại cảng cá?",
         "thùng rác cảng cá", "when are bins installed at fishing ports?", "Lắp thùng chứa rác",
         "30/9/2024", type="deadline"),
    gold("5", "hai-duong-2023", "Kinh phí lấy từ nguồn nào?", "kinh phí thực hiện",
         "where does the money come from?", "nguồn sự nghiệp môi trường", "", type="funding"),
    {"id": "6", "type": "unanswerable", "query": "Sở nào xây dựng đường cao tốc?",
     "query_short": "đường cao tốc", "query_en": "who builds the motorway?",
     "expect": {"hai-duong-2023": None, "ca-mau-2024": None}},
]  # fmt: skip


@pytest.fixture(scope="module")
def tuned(index, tmp_path_factory):
    """The file written and the figures returned."""
    out = tmp_path_factory.mktemp("tuning") / "weights.json"
    return out, tuning.tune(index, ROWS, out)


def test_the_weights_written_can_be_loaded(tuned):
    found = ranking.read(tuned[0])
    assert set(found) == {"vi", "keywords", "en"}
    for name, weights in found.items():
        assert (weights.threshold, weights.further) == tuning.THRESHOLDS[name]
        assert weights.ranking
        assert weights.silence


def test_they_rank_the_right_passage_first(index, tuned):
    weights = ranking.read(tuned[0])
    for row in ROWS[:5]:
        for example in tuning.examples(index, row):
            if not example.listed:
                continue
            table = weights[ranking.group(example.question)].ranking
            scores = [
                sum(
                    v * table.get(k, 0.0)
                    for k, v in ranking.inputs(c.features, example.question).items()
                )
                for c in example.found
            ]
            assert example.right[int(np.argmax(scores))], example.question.text


def test_what_speaks_for_a_passage_never_speaks_against_it(tuned):
    for weights in ranking.read(tuned[0]).values():
        free = set(fitting.EITHER)
        assert all(v >= 0 for k, v in weights.ranking.items() if k.split(":")[-1] not in free)
        told = dict(weights.silence)
        assert all(told.pop(name, 0.0) <= 0 for name in fitting.AGAINST)
        assert all(v >= 0 for v in told.values())


def test_figures_are_shares_of_documents_not_fitted_to(tuned):
    figures = tuned[1]
    assert set(figures) == {"query", "query_short", "query_en"}
    for measures in figures.values():
        assert measures["cite@1"][1] == measures["ranked first"][1] == 5
        assert measures["refused"][1] == 1
        assert all(0.0 <= share <= 1.0 for share, _ in measures.values())


def test_a_document_is_judged_without_the_questions_it_answers(index, monkeypatch):
    """Those of Hải Dương never teach the weights by which Hải Dương is judged."""
    fitted, judged = [], []
    monkeypatch.setattr(tuning, "fit_ranking", lambda train, names: fitted.append(train))
    monkeypatch.setattr(tuning, "fit_silence", lambda train, w: None)
    monkeypatch.setattr(tuning, "_judge", lambda test, held, *_: judged.append((test, held)))
    group = [e for row in ROWS for e in tuning.examples(index, row)]
    tuning.cross_validate(group, [], 0.5, folds(ROWS), {})
    assert len(fitted) == len(judged) > 2
    for train, (test, held) in zip(fitted, judged, strict=True):
        assert not any(held & {*e.answering} for e in train)
        assert not {e.question_id for e in train} & {e.question_id for e in test}
    assert set.union(*(held for _, held in judged)) == {d for e in group for d in e.answering}


def test_the_same_questions_give_the_same_file(index, tuned, tmp_path):
    again = tmp_path / "again.json"
    assert tuning.tune(index, ROWS, again) == tuned[1]
    assert again.read_bytes() == tuned[0].read_bytes()


def test_the_weights_in_use_are_left_alone(index, tmp_path):
    before = ranking.WEIGHTS.read_bytes()
    tuning.tune(index, ROWS[:2], tmp_path / "weights.json")
    assert ranking.WEIGHTS.read_bytes() == before


def test_a_group_without_questions_keeps_its_weights(index, tmp_path):
    only = [{k: v for k, v in row.items() if k != "query_en"} for row in ROWS]
    tuning.tune(index, only, tmp_path / "weights.json")
    assert ranking.read(tmp_path / "weights.json")["en"] == ranking.load()["en"]


def test_a_single_question_is_fitted_without_figures(index, tmp_path):
    assert tuning.tune(index, ROWS[:1], tmp_path / "weights.json") == {}
    assert ranking.read(tmp_path / "weights.json")["vi"].ranking


def test_examples_are_a_question_against_each_document(index):
    found = tuning.examples(index, ROWS[0])
    assert {e.form for e in found} == {"query", "query_short", "query_en"}
    listed = {e.found[0].passage.document: e.listed for e in found if e.form == "query"}
    assert listed == {"hai-duong-2023": True, "dong-hung-2022": False, "ca-mau-2024": None}
    right = [e for e in found if e.listed and any(e.right)]
    assert len(right) == 3


def test_a_place_in_the_question_leaves_other_documents_out(index):
    row = ROWS[0] | {"query": "Ở Hải Dương ai kiểm tra chợ?"}
    documents = {
        e.found[0].passage.document for e in tuning.examples(index, row) if e.form == "query"
    }
    assert documents == {"hai-duong-2023"}


def test_columns_are_named_in_order(index):
    group = [e for e in tuning.examples(index, ROWS[0]) if e.form == "query"]
    names = fitting.matrices(group)
    assert names == sorted(names)
    asked = understand(ROWS[0]["query"], index.accents, known_places(index))
    first = group[0]
    values = ranking.inputs(first.found[0].features, asked)
    assert first.matrix.shape == (len(first.found), len(names))
    assert list(first.matrix[0]) == [values.get(n, 0.0) for n in names]


def test_the_command_reads_questions_and_writes_where_it_is_told(
    plans_index, tmp_path, monkeypatch, capsys
):
    questions = tmp_path / "gold.jsonl"
    questions.write_text("\n".join(map(json.dumps, ROWS)) + "\n\n", encoding="utf-8")
    out = tmp_path / "weights.json"
    given = ["tuning", str(plans_index), str(questions), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", given)
    tuning.main()
    assert set(json.loads(capsys.readouterr().out)) == {"query", "query_short", "query_en"}
    assert ranking.read(out)


def test_a_question_is_at_home_in_the_fold_of_a_plan_that_answers_it():
    fold = folds(ROWS)
    assert home(ROWS[0], fold) == fold["hai-duong-2023"]
    assert home(ROWS[5], fold) == by_name("6") < FOLDS


def test_lists_to_learn_from_hold_right_and_wrong_passages_and_who_must_not_see_them(
    index, tmp_path
):
    fold = folds(ROWS)
    examples = [e for row in ROWS for e in tuning.examples(index, row)]
    path = tmp_path / "lists.jsonl"
    count = lists.write(path, examples, fold)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert count == len(lines) > len(ROWS)
    for line in lines:
        assert len(line["passages"]) == len(line["scores"]) == len(line["right"]) > 0
    first = next(line for line in lines if line["id"] == "1/query/hai-duong-2023")
    assert first["right"][0] and not all(first["right"])
    assert first["folds"] == [fold["hai-duong-2023"] % PARTS]
    assert "kiểm tra việc thu gom rác thải nhựa" in first["passages"][0]
    nobody = next(line for line in lines if line["id"].startswith("6/query/"))
    assert not any(nobody["right"]) and nobody["folds"] == [by_name("6") % PARTS]
