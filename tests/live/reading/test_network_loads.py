import pytest
from system_calls import lines

from sentinel.live.reading.network_loads import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ab -n 100 -c 5 http://localhost:8080/", "reads endpoint localhost one"),
        (
            "ab -n 10000000 -c 1000 https://api.example.com/",
            "stops endpoint api.example.com account",
        ),
        ("wrk -t2 -c10 -d5s https://api.example.com/", "writes endpoint api.example.com unknown"),
        ("k6 run smoke.js", "executes code smoke.js unknown"),
        ("vegeta report r.bin", "reads unknown - none"),
        ("siege", "reads unknown - none"),
        ("grpcurl -plaintext localhost:50051 list", "reads endpoint localhost:50051 one"),
        ("grpcurl -d '{}' api:443 shop.Orders/GetOrder", "reads endpoint shop.Orders/GetOrder one"),
        (
            "grpcurl -d '{}' api:443 shop.Orders/DeleteOrder",
            "deletes endpoint shop.Orders/DeleteOrder unknown",
        ),
        (
            "grpcurl -d '{}' api:443 shop.Orders/CreateOrder",
            "writes endpoint shop.Orders/CreateOrder unknown",
        ),
        ("websocat wss://echo.example.com", "reads endpoint wss://echo.example.com one"),
    ],
)
def test_load_counts_by_how_much_and_on_whom(command, expected):
    assert lines(PROGRAMS, command) == expected
