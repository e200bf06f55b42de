"""Sends a text to a running tradewire server and prints what it tells.

usage: python extract.py FILE [PUBLISHED_AT] [ADDRESS]
"""

import sys

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from tradewire.v1 import (
    document_pb2,
    event_pb2,
    extraction_service_pb2,
    extraction_service_pb2_grpc,
    statement_pb2,
)


def extract(channel, text, published_at=None):
    """The facts that a text tells; its offsets count code points, as Python's own do."""
    stub = extraction_service_pb2_grpc.ExtractionServiceStub(channel)
    request = extraction_service_pb2.ExtractRequest(
        document=document_pb2.Document(text=text, published_at=published_at),
        options=extraction_service_pb2.ExtractOptions(
            offset_unit=document_pb2.OFFSET_UNIT_UTF32
        ),
    )
    return stub.Extract(request, timeout=10).extraction


def violations(error):
    """What a refused request broke: pairs of field and rule."""
    status = rpc_status.from_call(error)
    broken = error_details_pb2.BadRequest()
    for detail in status.details if status else []:
        if detail.Unpack(broken):
            return [(v.field, v.description) for v in broken.field_violations]
    return []


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
    with grpc.insecure_channel(address or "127.0.0.1:50051") as channel:
        try:
            print(*lines(extract(channel, text, published_at)), sep="\n")
        except grpc.RpcError as error:
            problems = [f"{field}: {rule}" for field, rule in violations(error)]
            sys.exit("\n".join(problems) or f"{error.code().name}: {error.details()}")


if __name__ == "__main__":
    main()
