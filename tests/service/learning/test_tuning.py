"""Weights learned from a handful of questions with known answers."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from indexer.errors import BadQuestion
from models.names import BUNDLED
from models.reader import READER
from models.reranker import RERANKER
from service.answer import sureness
from service.learning import fitting, lists, tuning
from service.learning.folds import FOLDS, PARTS, by_name, folds, home
from service.query.question import understand
from service.query.scope import known_places
from service.retrieve import ranking

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
        told = (weights.threshold, weights.few, weights.further)
        assert told == tuning.THRESHOLDS[name]
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
        assert all(told.pop(name, 0.0) <= 0 for name in sureness.AGAINST)
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


def test_a_question_is_read_by_readers_that_do_not_know_it_and_by_no_others(index, tmp_path):
    fold = folds(ROWS)
    part = home(ROWS[0], fold) % PARTS
    (tmp_path / str(part)).mkdir()
    for name, model in (("reranker", RERANKER), ("reader", READER)):
        (tmp_path / str(part) / name).symlink_to(BUNDLED / model)
    readers = tuning._readers(index, tmp_path)
    assert set(readers) == {part}
    assert any(e.read for e in tuning.examples(index, ROWS[0], readers[part]))
    out = tmp_path / "weights.json"
    figures = tuning.tune(index, ROWS, out, tmp_path)
    silent = tuning.tune(index, ROWS, out)["query"]["silent"][1]
    assert silent > 0 and "query" not in figures  # the few that are left are judged by none
    assert ranking.read(out)


@pytest.fixture(scope="module")
def listed(index, tmp_path_factory):
    """The lists written of all questions, by id."""
    path = tmp_path_factory.mktemp("lists") / "lists.jsonl"
    rows = [lists.with_some(row) for row in ROWS]
    examples = [e for row in rows for e in tuning.examples(index, row, forms=lists.FORMS)]
    count = lists.write(path, examples, folds(ROWS))
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert count == len(lines) > len(ROWS)
    return {line["id"]: line for line in lines}


def test_lists_to_learn_from_hold_right_and_wrong_passages_and_who_must_not_see_them(listed):
    for line in listed.values():
        assert len(line["passages"]) == len(line["scores"]) == len(line["right"]) > 0
    first, fold = listed["1/query/hai-duong-2023"], folds(ROWS)
    assert first["right"][0] and not all(first["right"])
    assert first["folds"] == [fold["hai-duong-2023"] % PARTS]
    assert "kiểm tra việc thu gom rác thải nhựa" in first["passages"][0]
    nobody = next(line for id, line in listed.items() if id.startswith("6/query/"))
    assert not any(nobody["right"]) and nobody["folds"] == [by_name("6") % PARTS]


def test_lists_tell_whether_their_plan_answers_where_that_is_known(listed):
    told = {id: line["answers"] for id, line in listed.items()}
    assert told["1/query/hai-duong-2023"] is True
    assert told["1/query/dong-hung-2022"] is False
    assert told["1/query/ca-mau-2024"] is None
    assert told["6/query/ca-mau-2024"] is False
    assert told["6/query/dong-hung-2022"] is False  # no plan answers, this one neither
    assert told["1/query_some/hai-duong-2023"] is None


def test_of_plans_that_do_not_answer_few_passages_are_listed(listed):
    sizes = {True: 14, False: 5, None: 4}
    for id, line in listed.items():
        if "/query_some/" not in id and not id.startswith("6/"):
            assert len(line["right"]) <= sizes[line["answers"]]
    assert len(listed["1/query/dong-hung-2022"]["right"]) == 5
    assert len(listed["1/query/ca-mau-2024"]["right"]) == 4


def test_some_words_of_a_question_are_a_form_always_the_same(index):
    made = lists.with_some(ROWS[0])[lists.SOME]
    assert made == lists.with_some(ROWS[0])[lists.SOME]
    assert set(made.split()) < set(ROWS[0]["query"].lower().strip("?").split())
    assert 2 <= len(made.split()) <= 5
    others = {lists.with_some(ROWS[0] | {"id": str(n)})[lists.SOME] for n in range(20)}
    assert len(others) > 5
    short = {"id": "7", "type": "agency", "expect": {}, "query_short": "kiểm tra"}
    assert lists.with_some(short) == short


def test_words_that_cannot_be_asked_are_left_out_and_questions_that_cannot_are_told(index):
    row = ROWS[0] | {lists.SOME: "?"}
    found = tuning.examples(index, row, forms=("query", lists.SOME))
    assert {e.form for e in found} == {"query"}
    with pytest.raises(BadQuestion):
        tuning.examples(index, row | {"query": "?"})


def test_the_command_writes_lists(plans_index, tmp_path, monkeypatch, capsys, listed):
    questions, out = tmp_path / "gold.jsonl", tmp_path / "lists.jsonl"
    questions.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    given = ["tuning", str(plans_index), str(questions), "--lists", str(out)]
    monkeypatch.setattr(sys, "argv", given)
    tuning.main()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {line["id"]: line for line in lines} == listed
    assert capsys.readouterr().out == ""
