// A client of tradewire for Node: typed by what `npm run generate` makes of proto/, with retries, deadlines and rich errors.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as grpc from "@grpc/grpc-js";
import * as loader from "@grpc/proto-loader";
import type { ProtoGrpcType } from "../generated/extraction_service.js";
import type { Document } from "../generated/tradewire/v1/Document.js";
import type { ExtractionServiceClient } from "../generated/tradewire/v1/ExtractionService.js";
import type { Extraction__Output } from "../generated/tradewire/v1/Extraction.js";
import { TradewireError } from "./errors.js";

export type { Document, Extraction__Output as Extraction };

// From the compiled file, build/src/tradewire.js, up to the repository.
const REPOSITORY = new URL("../../../../", import.meta.url);

function load(): ProtoGrpcType {
  const definition = loader.loadSync("tradewire/v1/extraction_service.proto", {
    includeDirs: [fileURLToPath(new URL("proto", REPOSITORY))],
    keepCase: true,
    enums: String,
    longs: Number,
    defaults: false,
    arrays: true,
    oneofs: true,
  });
  return grpc.loadPackageDefinition(definition) as unknown as ProtoGrpcType;
}

export class Tradewire {
  readonly #stub: ExtractionServiceClient;

  // `address` is "host:port"; give `grpc.credentials.createSsl()` for a server with TLS.
  constructor(address: string, credentials = grpc.credentials.createInsecure()) {
    const retries = readFileSync(new URL("clients/service-config.json", REPOSITORY), "utf8");
    const Service = load().tradewire.v1.ExtractionService;
    this.#stub = new Service(address, credentials, { "grpc.service_config": retries });
  }

  close(): void {
    this.#stub.close();
  }

  // The facts that a document tells. Offsets count UTF-16 units: `text.slice(span.start, span.end)` is the words of a span.
  extract(document: Document, seconds = 10): Promise<Extraction__Output> {
    const request = { document, options: { offset_unit: "OFFSET_UNIT_UTF16" as const } };
    const deadline = new Date(Date.now() + seconds * 1000);
    return new Promise((resolve, reject) => {
      this.#stub.Extract(request, new grpc.Metadata(), { deadline }, (error, answer) => {
        if (error) reject(TradewireError.from(error));
        else if (answer?.extraction) resolve(answer.extraction);
        else reject(new Error("the server sent no extraction"));
      });
    });
  }

  // Reads many documents over one stream; yields each answer as it is ready, under the document's place in the input.
  async *extractAll(documents: Iterable<Document>): AsyncGenerator<[number, Extraction__Output | TradewireError]> {
    const stream = this.#stub.StreamExtract();
    const send = async (): Promise<void> => {
      let place = 0;
      for (const document of documents) {
        const request = { correlation_id: String(place++), document, options: { offset_unit: "OFFSET_UNIT_UTF16" as const } };
        // The server reads no further while too many answers wait: so do we.
        if (!stream.write(request)) await new Promise((drained) => stream.once("drain", drained));
      }
      stream.end();
    };
    const sent = send();
    try {
      for await (const answer of stream) {
        const place = Number(answer.correlation_id);
        if (answer.extraction) yield [place, answer.extraction];
        else if (answer.error) yield [place, TradewireError.fromDocument(answer.error)];
      }
      await sent;
    } finally {
      stream.cancel();
    }
  }
}
