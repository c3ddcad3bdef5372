import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from tests.service.fakes import FakeDesk, FakeIndex


@pytest.fixture(scope="module")
def served():
    desk = FakeDesk()
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=desk)) as client:
        yield client, desk


@pytest.fixture
def client(served):
    return served[0]


@pytest.fixture(autouse=True)
def desk(served):
    served[1].asked, served[1].fails, served[1].found = [], None, True
    return served[1]
