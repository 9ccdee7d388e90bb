import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.paging import page_number, pager


def address(page: int) -> str:
    return f"?page={page}"


@pytest.mark.parametrize("text", [None, "", "0", "-3", "二", "１", "x", "9" * 5000])
def test_what_is_no_page_number_is_the_first_page(text):
    assert page_number(text) == 1


def test_a_list_of_one_page_needs_no_pager():
    links = pager(20, 1, 20, address)

    assert not links.needed
    assert (links.first, links.last) == (1, 20)


def test_a_long_list_shows_its_ends_and_its_neighbours():
    links = pager(400, 10, 20, address)

    assert [item.number for item in links.items] == [1, None, 9, 10, 11, None, 20]
    assert (links.previous_url, links.next_url) == ("?page=9", "?page=11")


def test_a_page_past_the_end_leads_back_to_the_last():
    links = pager(30, 9, 20, address)

    assert links.previous_url == "?page=2"
    assert (links.next_url, links.first) == ("", 0)


@given(st.integers(0, 5000), st.integers(1, 300), st.integers(1, 100))
def test_every_pager_names_the_first_and_the_last_page_in_order(total, page, size):
    links = pager(total, page, size, address)

    numbers = [item.number for item in links.items if item.number is not None]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert numbers[-1] == max(1, -(-total // size))
