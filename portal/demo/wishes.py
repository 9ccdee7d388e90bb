"""What people of the made-up city asked for, and what its staff answered."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from datasets import voice
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.voice import DataRequest, RequestState
from datasets.voice import RequestAnswer, Wish

_SOON = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class _Asked:
    title: str
    purpose: str
    state: RequestState = RequestState.RECEIVED
    words: str = ""


_WISHES = (
    _Asked(
        "犬と入れる公園の一覧",
        "引っこしてきたばかりで、散歩の道を決めるのに使いたいです。",
        RequestState.DECLINED,
        "公園ごとの決まりは管理者がそれぞれ決めていて、市で一つの表にしていません。"
        "決まりを聞きとる予定ができたら、ここでお知らせします。",
    ),
    _Asked(
        "市民プールの混みぐあい（時間ごと）",
        "空いている時間に、こどもを連れて行きたいです。",
        RequestState.PLANNED,
        "入口で数えた人数を、1時間ごとにまとめて出します。",
    ),
    _Asked(
        "除雪車がどの道をいつ通ったか",
        "朝の通学路の見守りに使いたいです。",
        RequestState.CHECKING,
        "道路課に、残している記録の形をたしかめています。",
    ),
    _Asked("図書館の貸出の多い本（月ごと）", "読書会で、次に読む本を選ぶのに使いたいです。"),
)


def ask(uow: UnitOfWork) -> None:
    """Hand the requests in and answer them; those that are there already stay."""
    known = set(uow.session.scalars(select(DataRequest.title)))
    for asked in _WISHES:
        if asked.title in known:
            continue
        request, _secret = voice.ask(uow, Wish(title=asked.title, purpose=asked.purpose))
        voice.accept(uow, request, public=True)
        if asked.state is not RequestState.RECEIVED:
            due_on = (uow.now + _SOON).date() if asked.state is RequestState.PLANNED else None
            answer = RequestAnswer(state=asked.state, words=asked.words, due_on=due_on)
            voice.answer_request(uow, request, answer)
