# A server that holds nothing but the binary and what it keeps:
#   docker build -t tradewire . && docker run -p 127.0.0.1:50051:50051 -v tradewire:/var/lib/tradewire tradewire
FROM rust:1-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out

FROM debian:bookworm-slim
COPY --from=build /out/bin/tradewire /usr/local/bin/tradewire
RUN useradd --system --create-home --home-dir /var/lib/tradewire tradewire
USER tradewire
WORKDIR /var/lib/tradewire
VOLUME /var/lib/tradewire
EXPOSE 50051
STOPSIGNAL SIGTERM
ENTRYPOINT ["tradewire"]
# Inside a container every address is beyond the loopback: who may connect is decided by the ports that are published. To serve others
# give it keys or certificates (docs/operations.md), and leave allow_anonymous out.
CMD ["serve", "--listen", "0.0.0.0:50051", "--store", "/var/lib/tradewire/news.db", "--set", "auth.allow_anonymous=true"]
