"""What offices do to rows, columns and the file."""

import random

from tests.properties.clean_tables import Rows, Sent, numbers


def grand_total(sent: Sent, rng: random.Random) -> bool:
    places = numbers(sent)
    sums = [""] * len(sent.names)
    for place in places:
        sums[place] = str(sum(int(row[place] or 0) for row in sent.clean_rows))
    sums[0] = rng.choice(("合計", "計", "総数", "合　計"))
    sent.rows.insert(0 if sums[0] == "総数" else len(sent.rows), sums)
    return bool(places)


def subtotals(sent: Sent, rng: random.Random) -> bool:
    places = numbers(sent)
    if not places:
        return False
    rows: Rows = []
    for start in range(0, len(sent.rows), 6):
        part = sent.rows[start : start + 6]
        sums = [""] * len(sent.names)
        for place in places:
            sums[place] = str(sum(int(row[place] or 0) for row in part))
        sums[0] = "小計"
        rows += [*part, sums]
    sent.rows[:] = rows
    return bool(places)


def wrong_total(sent: Sent, rng: random.Random) -> bool:
    places = numbers(sent)
    sums = ["小計", *[""] * (len(sent.names) - 1)]
    for place in places:
        sums[place] = str(rng.randint(10**6, 10**7))
    for rows in (sent.rows, sent.clean_rows):
        rows.insert(7, list(sums))
    sent.named.add("likely_totals")
    return bool(places)


def written_once(sent: Sent, rng: random.Random) -> bool:
    for rows in (sent.rows, sent.clean_rows):
        for number, row in enumerate(rows):
            row.insert(0, "" if number % 4 else f"第{number // 4 + 1}地域")
    for names in (sent.names, sent.clean_names):
        names.insert(0, "地域")
    sent.named.add("fill_down")
    return True


def title_rows(sent: Sent, rng: random.Random) -> bool:
    blank = [""] * (len(sent.names) - 1)
    sent.above += [["令和6年度の一覧", *blank], ["（単位：人）", *blank]]
    return True


def notes(sent: Sent, rng: random.Random) -> bool:
    blank = [""] * (len(sent.names) - 1)
    sent.below += [["※ 数は4月1日のもの", *blank], ["資料：市民課", *blank]]
    return True


def blank_rows(sent: Sent, rng: random.Random) -> bool:
    for _ in range(3):
        sent.rows.insert(rng.randrange(1, len(sent.rows)), [""] * len(sent.names))
    return True


def blank_columns(sent: Sent, rng: random.Random) -> bool:
    for row in (sent.names, *sent.rows, *sent.below):
        row += ["", ""]
    return True


def names_twice(sent: Sent, rng: random.Random) -> bool:
    sent.names[-1] = sent.names[1]
    sent.clean_names[-1] = f"{sent.clean_names[1]}_2"
    return True


def twice(sent: Sent, rng: random.Random) -> bool:
    number = rng.randrange(len(sent.rows))
    sent.rows.insert(number, list(sent.rows[number]))
    sent.clean_rows.insert(number, list(sent.clean_rows[number]))
    sent.named.add("duplicates")
    return True


def cp932(sent: Sent, rng: random.Random) -> bool:
    sent.encoding, sent.newline = "cp932", "\r\n"
    try:
        sent.content()
    except UnicodeEncodeError:
        return False
    return True


def tabs(sent: Sent, rng: random.Random) -> bool:
    sent.encoding, sent.delimiter = "utf-16", "\t"
    return True
