"""Groups for reading: connected, large enough, numbered from the first account, blind to accounts that are not listed."""

from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import coo_matrix

from analytics.coordination.groups.communities import NO_GROUP, _joined, communities, connected

Link = tuple[int, int]


def clique(*members: int) -> list[Link]:
    return list(combinations(members, 2))


def of_links(n: int, links: list[Link], listed: list[int] | None = None, least: int = 3) -> list[int]:
    a, b = np.array([x for x, _ in links], np.int64), np.array([y for _, y in links], np.int64)
    return communities(n, np.array(listed or range(n), np.int64), a, b, least).tolist()


def graph_of(n: int, links: list[Link]):
    a, b = np.array(links).T
    return coo_matrix((np.ones(2 * len(a)), (np.append(a, b), np.append(b, a))), (n, n)).tocsr()


def test_two_cliques_with_one_link_between_them_are_two_groups() -> None:
    # Accounts 0 to 5 and 6 to 11; one link of 31 leads from one to the other. A component would hold all twelve.
    found = of_links(12, clique(*range(6)) + clique(*range(6, 12)) + [(0, 6)])
    assert found == [0] * 6 + [1] * 6


def test_three_accounts_are_a_group_and_two_are_none() -> None:
    assert of_links(5, clique(2, 3, 4)) == [NO_GROUP, NO_GROUP, 0, 0, 0]
    assert of_links(5, clique(2, 3)) == [NO_GROUP] * 5
    assert of_links(5, clique(2, 3, 4), least=4) == [NO_GROUP] * 5


def test_links_of_accounts_that_are_not_listed_count_for_nothing() -> None:
    # 3 and 4 hang together by way of 9 alone, which is not listed; 0, 1, 2 are a clique.
    links = [*clique(0, 1, 2), (3, 9), (4, 9), (5, 9), (2, 9)]
    assert of_links(10, links, [0, 1, 2, 3, 4, 5]) == [0, 0, 0] + [NO_GROUP] * 7


def test_a_link_said_twice_or_to_oneself_is_one_link_or_none() -> None:
    links = clique(0, 1, 2) + clique(3, 4, 5)
    assert of_links(6, links + links[::-1] + [(k, k) for k in range(6)]) == [0, 0, 0, 1, 1, 1]


def test_groups_are_numbered_from_the_first_account() -> None:
    assert of_links(8, clique(5, 6, 7) + clique(0, 2, 4)) == [0, NO_GROUP, 0, NO_GROUP, 0, 1, 1, 1]


def test_a_community_in_two_pieces_is_two() -> None:
    graph = graph_of(6, clique(0, 1, 2) + clique(3, 4, 5))
    assert connected(graph, np.zeros(6, np.int64)).tolist() == [0, 0, 0, 1, 1, 1]


def test_a_piece_that_is_too_small_joins_where_it_has_most_links() -> None:
    # 8 has one link to the group of 0 and two to that of 4.
    graph = graph_of(9, clique(0, 1, 2, 3) + clique(4, 5, 6, 7) + [(8, 0), (8, 4), (8, 5)])
    assert _joined(graph, np.array([0] * 4 + [1] * 4 + [2]), 3).tolist() == [0] * 4 + [1] * 5
    # Without a link it stays by itself.
    alone = graph_of(9, clique(0, 1, 2, 3) + clique(4, 5, 6, 7))
    assert _joined(alone, np.array([0] * 4 + [1] * 4 + [2]), 3).tolist() == [0] * 4 + [1] * 4 + [2]


def test_a_tail_of_two_is_read_with_the_group_it_hangs_on() -> None:
    # 6 and 7 hang on a clique of six by one link. m = 17 links; together they would gain 1 / 17 - 31 * 3 / (2 * 17 ** 2)
    # = .059 - .161 < 0 of modularity: a community of their own, but of two.
    assert of_links(8, [*clique(*range(6)), (0, 6), (6, 7)]) == [0] * 8


@pytest.mark.parametrize("seed", range(5))
def test_every_group_is_connected_and_large_enough(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 60
    links = [(int(x), int(y)) for x, y in rng.integers(0, n, (90, 2)) if x != y]
    found = of_links(n, links)
    near = {k: {y for x, y in links if x == k} | {x for x, y in links if y == k} for k in range(n)}
    for group in set(found) - {NO_GROUP}:
        members = {k for k in range(n) if found[k] == group}
        assert len(members) >= 3
        reached, edge = set(), {min(members)}
        while edge:
            reached |= edge
            edge = {y for x in edge for y in near[x] & members} - reached
        assert reached == members
    # Whoever has a group of three or more within reach is in one.
    for k in range(n):
        if found[k] == NO_GROUP:
            reach, edge = set(), {k}
            while edge:
                reach |= edge
                edge = {y for x in edge for y in near[x]} - reach
            assert len(reach) < 3
