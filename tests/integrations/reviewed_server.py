"""A gate's server with a review queue, and somebody who answers it."""

import json
from contextlib import contextmanager
from threading import Thread
from urllib.request import Request, urlopen

from prometheus_client import CollectorRegistry
from servers import within
from starlette.applications import Starlette

from sentinel.live.gate import POLICY, Gate
from sentinel.live.review import Reviews, Terms
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store


@contextmanager
def reviewed(tmp_path, word=None, **more):
    """Serve a gate; who reviews says `word` at once to whatever is asked, or nothing.

    Gives the URL, and the reviews.
    """
    gate, store = Gate(), Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    reviews = Reviews(store, gate.judge, Terms())
    desk = ReviewDesk(gate, reviews)
    app = Starlette(routes=routes(gate, Stats((POLICY,), CollectorRegistry()), desk))
    threads = []
    with within(app) as port:
        url = f"http://127.0.0.1:{port}"

        def answer(review):
            said = {"by": "ada", "reason": "It was looked at.", **more}
            path = f"{url}/live/reviews/{review.id}/{word}"
            with urlopen(Request(path, json.dumps(said).encode()), timeout=10):
                pass

        def hear(review):
            if word and review.state == "pending" and not review.votes:
                threads.append(Thread(target=answer, args=(review,)))
                threads[-1].start()

        reviews.shelf.heard.append(hear)
        try:
            yield url, reviews
        finally:
            desk.watch.close()
            for each in threads:
                each.join()
    store.close()
