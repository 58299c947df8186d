"""Holds the chains of a store against themselves."""

from sentinel.live.chain import Verified, Verifier
from sentinel.live.ledger import heads, links
from sentinel.live.store import Store


def verify(store: Store, tenant: str | None = None) -> list[Verified]:
    """Hold chains against themselves, all of them as they stood at one moment.

    Args:
        store: Where they are.
        tenant: Whose; everybody's when None.

    Raises:
        StoreError: If the database fails.
    """
    found = []
    with store.reading() as connection:
        for head in heads(store, connection):
            if tenant in (None, head.tenant):
                verifier = Verifier(head.tenant)
                try:
                    for link in links(connection, head.tenant):
                        verifier.add(link)
                except (TypeError, ValueError, AttributeError) as error:
                    verifier.fault(f"a row holds what was never written: {error}")
                found.append(verifier.done(None if head.seq < 0 else head))
    return found
