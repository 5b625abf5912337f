from uuid import UUID

import pytest

from service.jobs.queue import KINDS, QUEUES, decode, encode
from service.workflow.deps import Digitise, Job, Renew, Sign, Timestamp
from storage import SignerRole

IDENTITY = UUID(int=7)
JOBS: dict[str, Job] = {
    "digitise": Digitise(document=IDENTITY, expected=0),
    "sign": Sign(document=IDENTITY, expected=1, account="lanhdao", role=SignerRole.LEADER, level=None),
    "timestamp": Timestamp(document=IDENTITY, expected=2, level="B-LTA"),
    "renew": Renew(document=IDENTITY, expected=3),
}


@pytest.mark.parametrize("name", list(JOBS))
def test_a_job_survives_the_queue(name: str) -> None:
    assert decode(name, encode(JOBS[name])) == JOBS[name]


def test_every_kind_of_job_has_its_queue() -> None:
    assert set(KINDS) == set(QUEUES) == set(JOBS)
