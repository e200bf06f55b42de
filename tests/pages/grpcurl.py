"""As much of grpcurl as the documentation uses, for where it is not installed: everything it knows of a server comes from the
server's reflection service.

usage: grpcurl -plaintext [-H NAME:VALUE] [-max-time SECONDS] [-d JSON] ADDRESS [list|describe] [SERVICE/METHOD or NAME]
"""

import argparse
import json
import sys

import grpc
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase


def objects(text):
    """The JSON objects that stand one behind the other in a text."""
    decoder = json.JSONDecoder()
    text = text.strip()
    while text:
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:].lstrip()


def find_method(pool, name):
    service, _, method = name.replace("/", ".").rpartition(".")
    found = pool.FindServiceByName(service).FindMethodByName(method)
    if found is None:
        sys.exit(f"no method {name}")
    return found


def call(channel, pool, name, data, metadata, seconds):
    method = find_method(pool, name)
    request_class = message_factory.GetMessageClass(method.input_type)
    answer_class = message_factory.GetMessageClass(method.output_type)
    requests = [json_format.ParseDict(value, request_class(), descriptor_pool=pool) for value in objects(data or "{}")]
    shape = ("stream" if method.client_streaming else "unary", "stream" if method.server_streaming else "unary")
    stub = getattr(channel, "_".join(shape))(
        f"/{method.containing_service.full_name}/{method.name}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=answer_class.FromString,
    )
    sent = iter(requests) if method.client_streaming else requests[0]
    answers = stub(sent, metadata=metadata, timeout=seconds)
    for answer in answers if method.server_streaming else [answers]:
        print(json_format.MessageToJson(answer, descriptor_pool=pool, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-plaintext", action="store_true", required=True)
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-max-time", type=float)
    parser.add_argument("-d")
    parser.add_argument("address")
    parser.add_argument("what")
    parser.add_argument("name", nargs="?")
    given = parser.parse_args()
    data = sys.stdin.read() if given.d == "@" else given.d
    metadata = [tuple(part.strip() for part in header.split(":", 1)) for header in given.H]
    with grpc.insecure_channel(given.address) as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        pool = DescriptorPool(database)
        if given.what == "list" and given.name is None:
            print(*sorted(database.get_services()), sep="\n")
        elif given.what == "list":
            service = pool.FindServiceByName(given.name)
            print(*(f"{service.full_name}.{method.name}" for method in service.methods), sep="\n")
        elif given.what == "describe":
            find = [pool.FindServiceByName, pool.FindMessageTypeByName, pool.FindEnumTypeByName]
            for look in find:
                try:
                    print(look(given.name).full_name)
                    return
                except KeyError:
                    continue
            sys.exit(f"{given.name} is not described")
        else:
            try:
                call(channel, pool, given.what, data, metadata, given.max_time)
            except grpc.RpcError as error:
                # A watch that its caller ends has done what it was asked to.
                print(f"ERROR: {error.code().name}: {error.details()}", file=sys.stderr)
                sys.exit(64 + error.code().value[0])


if __name__ == "__main__":
    main()
