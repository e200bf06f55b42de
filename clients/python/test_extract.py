"""Runs the client against a real server. TRADEWIRE names its binary."""

import json
import os
import subprocess
import unittest

import grpc
from tradewire.v1 import document_pb2, event_pb2

import extract

TEXT = (
    "The United States imposed a 25% tariff on Canadian steel on Monday.\n\n"
    "“We will answer in kind,” Canadian Trade Minister Paul Duval told reporters.\n"
)


class ExtractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen(
            [os.environ["TRADEWIRE"], "serve", "--listen", "127.0.0.1:0", "--log-format", "json"],
            stderr=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if key != "RUST_LOG"},
        )
        address = json.loads(cls.server.stderr.readline())["address"]
        cls.channel = grpc.insecure_channel(address)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()
        cls.server.terminate()
        # The log is read to its end: a server whose log nobody takes cannot end well.
        cls.server.communicate(timeout=30)
        assert cls.server.returncode == 0

    def test_facts_point_at_their_words(self):
        extraction = extract.extract(self.channel, TEXT, "2025-03-12")
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

    def test_an_error_tells_every_violation(self):
        with self.assertRaises(grpc.RpcError) as raised:
            extract.extract(self.channel, " ", "yesterday")
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        fields = [field for field, _ in extract.violations(raised.exception)]
        self.assertEqual(fields, ["document.text", "document.published_at"])


if __name__ == "__main__":
    unittest.main()
