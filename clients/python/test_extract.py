"""Runs the client against a real server. TRADEWIRE names its binary."""

import json
import os
import subprocess
import threading
import unittest

import grpc
from tradewire.v1 import document_pb2, event_pb2

import extract
from tradewire_client import AsyncTradewire, Tradewire, TradewireError

TEXT = (
    "\N{SHIP} The United States imposed a 25% tariff on Canadian steel on Monday.\n\n"
    "“We will answer in kind,” Canadian Trade Minister Paul Duval told reporters.\n"
)


def start():
    """A server on a free port, and its address."""
    server = subprocess.Popen(
        [os.environ["TRADEWIRE"], "serve", "--listen", "127.0.0.1:0", "--log-format", "json"],
        stderr=subprocess.PIPE,
        env={key: value for key, value in os.environ.items() if key != "RUST_LOG"},
    )
    for line in server.stderr:
        address = json.loads(line).get("address")
        if address:
            # The log is read to its end: a server whose log nobody takes cannot end well.
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return server, address
    raise AssertionError("the server did not start")


class ExtractTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.server, cls.address = start()
        cls.client = Tradewire(cls.address)

    @classmethod
    def tearDownClass(cls):
        cls.client.channel.close()
        cls.server.terminate()
        assert cls.server.wait(timeout=30) == 0

    def test_facts_point_at_their_words(self):
        extraction = self.client.extract(TEXT, "2025-03-12")
        self.assertEqual(extraction.offset_unit, document_pb2.OFFSET_UNIT_UTF32)
        self.assertEqual([e.type for e in extraction.events], [event_pb2.EVENT_TYPE_TARIFF])
        (event,) = extraction.events
        self.assertEqual(event.tariff.rate.max_percent, 25)
        (statement,) = extraction.statements
        for span in [mention.span for mention in event.mentions] + list(statement.content):
            self.assertEqual(TEXT[span.start : span.end], span.text)
        printed = "\n".join(extract.lines(extraction))
        self.assertIn("e1 TARIFF EFFECTIVE", printed)
        self.assertIn("Paul Duval: We will answer in kind", printed)

    def assert_refused(self, error):
        self.assertEqual(error.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertNotEqual(error.reason, "")
        self.assertEqual(
            [field for field, _ in error.violations], ["document.text", "document.published_at"]
        )

    def test_an_error_tells_its_reason_and_every_violation(self):
        with self.assertRaises(TradewireError) as raised:
            self.client.extract(" ", "yesterday")
        self.assert_refused(raised.exception)

    def test_a_stream_answers_every_document_the_bad_one_with_an_error(self):
        answers = dict(self.client.extract_all([TEXT, " ", TEXT]))
        self.assertEqual(sorted(answers), [0, 1, 2])
        self.assertIsInstance(answers[1], TradewireError)
        self.assertEqual(answers[0].events, answers[2].events)

    async def test_asyncio(self):
        async with AsyncTradewire(self.address) as client:
            extraction = await client.extract(TEXT, "2025-03-12")
            self.assertEqual(extraction, self.client.extract(TEXT, "2025-03-12"))
            answers = {place: answer async for place, answer in client.extract_all([TEXT, " "])}
            self.assertIsInstance(answers[1], TradewireError)
            with self.assertRaises(TradewireError) as raised:
                await client.extract(" ", "yesterday")
            self.assert_refused(raised.exception)


if __name__ == "__main__":
    unittest.main()
