"""Sends a text to a running tradewire server and prints what it tells.

usage: python extract.py FILE [PUBLISHED_AT] [ADDRESS]
"""

import sys

from tradewire.v1 import event_pb2, statement_pb2

from tradewire_client import Tradewire, TradewireError


def lines(extraction):
    """One line per event and per statement."""
    names = {actor.id: actor.name for actor in extraction.actors}
    for event in extraction.events:
        kind = event_pb2.EventType.Name(event.type).removeprefix("EVENT_TYPE_")
        status = event_pb2.EventStatus.Name(event.status).removeprefix("EVENT_STATUS_")
        who = ", ".join(names.get(p.actor_id, "?") for p in event.participants)
        words = " / ".join(mention.span.text for mention in event.mentions)
        yield f"{event.id} {kind} {status} ({who}): {words}"
    for statement in extraction.statements:
        act = statement_pb2.SpeechAct.Name(statement.act).removeprefix("SPEECH_ACT_")
        speaker = names.get(statement.speaker_id, statement.speaker.text)
        words = " ... ".join(span.text for span in statement.content)
        yield f"{statement.id} {act} {speaker}: {words}"


def main():
    path, published_at, address = (sys.argv[1:] + [None] * 3)[:3]
    if path is None:
        sys.exit(__doc__)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with Tradewire(address or "127.0.0.1:50051") as client:
        try:
            print(*lines(client.extract(text, published_at)), sep="\n")
        except TradewireError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
