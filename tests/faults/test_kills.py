"""Commands ended with SIGKILL at random moments leave a case that opens, holds, and goes on."""

import pytest

from tests.faults.kills import run

pytestmark = pytest.mark.slow


def test_nothing_accepted_is_lost_and_the_command_goes_through_afterwards() -> None:
    done = run(20, seed=1)
    assert done.faults == []
    assert done.rounds_n == 20 and done.met_n >= 5
