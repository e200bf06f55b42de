"""A client of tradewire for Python, synchronous and asynchronous, with retries, deadlines and rich errors.

The stubs are generated from proto/ (see docs/clients.md); nothing else is needed but grpcio and grpcio-status.
"""

import pathlib

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from tradewire.v1 import (
    document_pb2,
    extraction_service_pb2,
    extraction_service_pb2_grpc,
    lookup_service_pb2_grpc,
)

SERVICE_CONFIG = pathlib.Path(__file__).parent.parent / "service-config.json"
# Offsets count code points, as Python's own do: text[span.start:span.end] is the words of a span.
OPTIONS = extraction_service_pb2.ExtractOptions(offset_unit=document_pb2.OFFSET_UNIT_UTF32)


class TradewireError(Exception):
    """A refused or failed call, or a document of a stream that could not be read.

    code: a grpc.StatusCode. reason: a reason of `ErrorReason` without its prefix, "" if it is none of tradewire's. metadata: the
    figures of the message. violations: pairs of field and rule, all that the request broke. retry_seconds: after how long to try
    again, or None.
    """

    def __init__(self, code, message, details=()):
        super().__init__(message)
        self.code = code
        self.reason = ""
        self.metadata = {}
        self.violations = []
        self.retry_seconds = None
        for detail in details:
            self._take(detail)

    @classmethod
    def of_call(cls, error):
        """From the error of a call."""
        status = rpc_status.from_call(error)
        return cls(error.code(), error.details(), status.details if status else ())

    @classmethod
    def of_aio_call(cls, error):
        """From the error of an asynchronous call."""
        packed = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
        status = rpc_status.status_pb2.Status.FromString(packed)
        return cls(error.code(), error.details(), status.details)

    @classmethod
    def of_document(cls, error):
        """From the error of one document of a stream."""
        codes = {code.value[0]: code for code in grpc.StatusCode}
        return cls(codes.get(error.code, grpc.StatusCode.UNKNOWN), error.message, error.details)

    def _take(self, detail: any_pb2.Any):
        info = error_details_pb2.ErrorInfo()
        broken = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            self.reason, self.metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(broken):
            self.violations = [(v.field, v.description) for v in broken.field_violations]
        elif detail.Unpack(retry):
            self.retry_seconds = retry.retry_delay.ToTimedelta().total_seconds()

    def __str__(self):
        return "\n".join([super().__str__(), *(f"  {field}: {rule}" for field, rule in self.violations)])


def _channel_options():
    return [("grpc.service_config", SERVICE_CONFIG.read_text(encoding="utf-8"))]


def _document(document):
    return document_pb2.Document(text=document) if isinstance(document, str) else document


def _request(document, published_at):
    document = _document(document)
    if published_at is not None:
        document = document_pb2.Document.FromString(document.SerializeToString())
        document.published_at = published_at
    return extraction_service_pb2.ExtractRequest(document=document, options=OPTIONS)


def _stream_request(place, document):
    return extraction_service_pb2.StreamExtractRequest(
        correlation_id=str(place), document=_document(document), options=OPTIONS
    )


def _answer(answer):
    if answer.HasField("error"):
        return int(answer.correlation_id), TradewireError.of_document(answer.error)
    return int(answer.correlation_id), answer.extraction


class Tradewire:
    """A connection to a server, "host:port". With an API key, calls carry it."""

    def __init__(self, address, credentials=None, api_key=None):
        options = _channel_options()
        if credentials is None:
            self.channel = grpc.insecure_channel(address, options)
        else:
            self.channel = grpc.secure_channel(address, credentials, options)
        self.metadata = [("x-api-key", api_key)] if api_key else None
        self.extraction = extraction_service_pb2_grpc.ExtractionServiceStub(self.channel)
        self.lookup = lookup_service_pb2_grpc.LookupServiceStub(self.channel)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def extract(self, document, published_at=None, timeout=10):
        """The facts that a text or Document tells."""
        try:
            request = _request(document, published_at)
            return self.extraction.Extract(request, timeout=timeout, metadata=self.metadata).extraction
        except grpc.RpcError as error:
            raise TradewireError.of_call(error) from error

    def extract_all(self, documents):
        """Reads many documents over one stream. Yields (place in the input, Extraction or TradewireError) as they are ready."""
        requests = (_stream_request(place, document) for place, document in enumerate(documents))
        try:
            for answer in self.extraction.StreamExtract(requests, metadata=self.metadata):
                yield _answer(answer)
        except grpc.RpcError as error:
            raise TradewireError.of_call(error) from error

    def pages(self, call, request, timeout=10):
        """All results of a paged call of the look-up service: pages(client.lookup.SearchEvents, SearchEventsRequest())."""
        while True:
            try:
                page = call(request, timeout=timeout, metadata=self.metadata)
            except grpc.RpcError as error:
                raise TradewireError.of_call(error) from error
            yield from page.results
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


class AsyncTradewire:
    """The same for asyncio."""

    def __init__(self, address, credentials=None, api_key=None):
        options = _channel_options()
        if credentials is None:
            self.channel = grpc.aio.insecure_channel(address, options)
        else:
            self.channel = grpc.aio.secure_channel(address, credentials, options)
        self.metadata = [("x-api-key", api_key)] if api_key else None
        self.extraction = extraction_service_pb2_grpc.ExtractionServiceStub(self.channel)
        self.lookup = lookup_service_pb2_grpc.LookupServiceStub(self.channel)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.channel.close()

    async def extract(self, document, published_at=None, timeout=10):
        """The facts that a text or Document tells."""
        try:
            request = _request(document, published_at)
            answer = await self.extraction.Extract(request, timeout=timeout, metadata=self.metadata)
            return answer.extraction
        except grpc.aio.AioRpcError as error:
            raise TradewireError.of_aio_call(error) from error

    async def extract_all(self, documents):
        """Reads many documents over one stream. Yields (place in the input, Extraction or TradewireError) as they are ready."""
        requests = (_stream_request(place, document) for place, document in enumerate(documents))
        try:
            async for answer in self.extraction.StreamExtract(requests, metadata=self.metadata):
                yield _answer(answer)
        except grpc.aio.AioRpcError as error:
            raise TradewireError.of_aio_call(error) from error
