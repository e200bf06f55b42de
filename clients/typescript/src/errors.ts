// What a refused call says: the reason, the figures, and every rule that the request broke.
import * as grpc from "@grpc/grpc-js";
import protobuf from "protobufjs";
import type { DocumentError__Output } from "../generated/tradewire/v1/DocumentError.js";

// The messages of google.rpc that tradewire sends.
const RPC = protobuf.Root.fromJSON(<protobuf.INamespace>{
  nested: {
    google: {
      nested: {
        protobuf: { nested: { Any: { fields: { type_url: { type: "string", id: 1 }, value: { type: "bytes", id: 2 } } }, Duration: { fields: { seconds: { type: "int64", id: 1 }, nanos: { type: "int32", id: 2 } } } } },
        rpc: {
          nested: {
            Status: { fields: { code: { type: "int32", id: 1 }, message: { type: "string", id: 2 }, details: { rule: "repeated", type: "google.protobuf.Any", id: 3 } } },
            ErrorInfo: { fields: { reason: { type: "string", id: 1 }, domain: { type: "string", id: 2 }, metadata: { keyType: "string", type: "string", id: 3 } } },
            RetryInfo: { fields: { retryDelay: { type: "google.protobuf.Duration", id: 1 } } },
            FieldViolation: { fields: { field: { type: "string", id: 1 }, description: { type: "string", id: 2 } } },
            BadRequest: { fields: { fieldViolations: { rule: "repeated", type: "FieldViolation", id: 1 } } },
          },
        },
      },
    },
  },
});

export interface Violation {
  field: string;
  description: string;
}

interface Detail {
  type_url: string;
  value: Uint8Array;
}

export class TradewireError extends Error {
  // A reason of `ErrorReason`, without its prefix: "INVALID_FIELD".
  reason = "";
  // The figures of the message: { size_bytes: "5000000", limit_bytes: "1048576" }.
  metadata: Record<string, string> = {};
  // Every rule that the request broke.
  violations: Violation[] = [];
  // After how many seconds to try again, where the server says so.
  retrySeconds?: number;

  constructor(
    readonly code: grpc.status,
    message: string,
    details: Detail[],
  ) {
    super(message);
    this.name = "TradewireError";
    for (const { type_url, value } of details) this.#take(type_url.split("/").pop() ?? "", value);
  }

  static from(error: grpc.ServiceError): TradewireError {
    const [packed] = error.metadata.get("grpc-status-details-bin");
    const status = packed instanceof Buffer ? decode("google.rpc.Status", packed) : undefined;
    return new TradewireError(error.code, error.details, (status?.["details"] as Detail[] | undefined) ?? []);
  }

  // The error of one document of a stream.
  static fromDocument(error: DocumentError__Output): TradewireError {
    const details = (error.details ?? []) as unknown as Detail[];
    return new TradewireError(error.code ?? grpc.status.UNKNOWN, error.message ?? "", details);
  }

  #take(name: string, value: Uint8Array): void {
    if (!["google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.RetryInfo"].includes(name)) return;
    const detail = decode(name, value);
    if (name === "google.rpc.ErrorInfo") {
      this.reason = detail["reason"] as string;
      this.metadata = (detail["metadata"] as Record<string, string> | undefined) ?? {};
    } else if (name === "google.rpc.BadRequest") {
      this.violations = (detail["fieldViolations"] as Violation[] | undefined) ?? [];
    } else {
      const delay = detail["retryDelay"] as { seconds?: number; nanos?: number } | undefined;
      this.retrySeconds = (delay?.seconds ?? 0) + (delay?.nanos ?? 0) / 1e9;
    }
  }
}

function decode(name: string, bytes: Uint8Array): Record<string, unknown> {
  const type = RPC.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number });
}
