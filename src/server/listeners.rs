//! Where connections come from: TCP and Unix sockets, with TLS where it is set up, never more at one time than are allowed.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::connection::{Connection, Peer, Stream};
use super::tls::Tls;
use crate::config::ListenAddress;

/// How long to wait where the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// Sockets that are bound.
#[derive(Debug, Default)]
pub struct Listeners {
    tcp: Vec<TcpListener>,
    #[cfg(unix)]
    unix: Vec<UnixSocket>,
}

/// A Unix socket, whose file goes when it does.
#[cfg(unix)]
#[derive(Debug)]
struct UnixSocket {
    listener: UnixListener,
    path: std::path::PathBuf,
}

/// An address on which nothing can listen.
#[derive(Debug, Error)]
#[error("cannot listen on {address}: {source}")]
pub struct ListenError {
    address: ListenAddress,
    source: io::Error,
}

/// What connections have to keep to.
#[derive(Clone)]
pub(super) struct Terms {
    /// Encryption, where there is any.
    pub tls: Option<Arc<Tls>>,
    /// Most connections at one time.
    pub max_connections: usize,
    /// How long a connection may take until it says something that makes sense.
    pub handshake_timeout: Duration,
    /// Cuts all connections.
    pub cut: CancellationToken,
}

// === impl Listeners ===

impl Listeners {
    /// Binds these addresses. The file of a Unix socket on which nobody listens any more is replaced.
    ///
    /// # Errors
    /// [`ListenError`] names the first that cannot be bound.
    pub async fn bind(addresses: &[ListenAddress]) -> Result<Self, ListenError> {
        let mut listeners = Self::default();
        for address in addresses {
            let failed = |source| ListenError {
                address: address.clone(),
                source,
            };
            match address {
                ListenAddress::Tcp(socket) => {
                    let bound = TcpListener::bind(socket).await.map_err(failed)?;
                    listeners.tcp.push(bound);
                }
                #[cfg(unix)]
                ListenAddress::Unix(path) => {
                    let bound = UnixSocket::bind(path).await.map_err(failed)?;
                    listeners.unix.push(bound);
                }
                #[cfg(not(unix))]
                ListenAddress::Unix(_) => return Err(failed(io::ErrorKind::Unsupported.into())),
            }
        }
        Ok(listeners)
    }

    /// Binds one TCP address for another purpose.
    pub(super) async fn bind_tcp(address: SocketAddr) -> Result<TcpListener, ListenError> {
        TcpListener::bind(address)
            .await
            .map_err(|source| ListenError {
                address: ListenAddress::Tcp(address),
                source,
            })
    }

    /// Where they listen.
    pub fn addresses(&self) -> Vec<ListenAddress> {
        let bound = self.tcp.iter().filter_map(|tcp| tcp.local_addr().ok());
        #[allow(unused_mut)]
        let mut addresses: Vec<_> = bound.map(ListenAddress::Tcp).collect();
        #[cfg(unix)]
        addresses.extend(
            self.unix
                .iter()
                .map(|unix| ListenAddress::Unix(unix.path.clone())),
        );
        addresses
    }

    /// Accepts connections until the receiver is dropped.
    pub(super) fn accept(self, terms: Terms) -> mpsc::Receiver<io::Result<Connection>> {
        let (accepted, connections) = mpsc::channel(1);
        let door = Door {
            room: Arc::new(Semaphore::new(terms.max_connections)),
            terms,
            accepted,
        };
        for listener in self.tcp {
            let door = door.clone();
            tokio::spawn(async move {
                while let Some(accepted) = door.open_for(listener.accept()).await {
                    door.pass(accepted.map(|(stream, address)| {
                        // Answers are small and must not wait for more to send. Where it cannot be set they do.
                        let _ = stream.set_nodelay(true);
                        (Stream::Tcp(stream), Some(address))
                    }))
                    .await;
                }
            });
        }
        #[cfg(unix)]
        for socket in self.unix {
            let door = door.clone();
            tokio::spawn(async move {
                while let Some(accepted) = door.open_for(socket.listener.accept()).await {
                    door.pass(accepted.map(|(stream, _)| (Stream::Unix(stream), None)))
                        .await;
                }
            });
        }
        connections
    }
}

impl From<TcpListener> for Listeners {
    fn from(listener: TcpListener) -> Self {
        Self {
            tcp: vec![listener],
            ..Self::default()
        }
    }
}

// === impl UnixSocket ===

#[cfg(unix)]
impl UnixSocket {
    async fn bind(path: &std::path::Path) -> io::Result<Self> {
        use std::os::unix::fs::FileTypeExt;
        let is_socket = std::fs::symlink_metadata(path).is_ok_and(|m| m.file_type().is_socket());
        if is_socket && tokio::net::UnixStream::connect(path).await.is_err() {
            std::fs::remove_file(path)?;
        }
        Ok(Self {
            listener: UnixListener::bind(path)?,
            path: path.to_owned(),
        })
    }
}

#[cfg(unix)]
impl Drop for UnixSocket {
    fn drop(&mut self) {
        // Whoever has taken it away already did what is wanted.
        let _ = std::fs::remove_file(&self.path);
    }
}

// === Door ===

/// Lets connections in, as long as there is room.
#[derive(Clone)]
struct Door {
    room: Arc<Semaphore>,
    terms: Terms,
    accepted: mpsc::Sender<io::Result<Connection>>,
}

impl Door {
    /// The next connection; none when nobody takes connections any more.
    async fn open_for<T>(
        &self,
        accepting: impl Future<Output = io::Result<T>>,
    ) -> Option<io::Result<T>> {
        tokio::select! {
            () = self.accepted.closed() => None,
            accepted = accepting => Some(accepted),
        }
    }

    /// Passes a connection on, after its TLS handshake, for which nobody else waits.
    async fn pass(&self, accepted: io::Result<(Stream, Option<SocketAddr>)>) {
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                return tokio::time::sleep(BREATH).await;
            }
        };
        let Ok(place) = self.room.clone().try_acquire_owned() else {
            tracing::warn!(
                limit = self.terms.max_connections,
                "too many connections, one is closed"
            );
            return;
        };
        let door = self.clone();
        tokio::spawn(async move {
            let ready = timeout(
                door.terms.handshake_timeout,
                door.handshake(stream, address),
            );
            let handshaken = tokio::select! {
                () = door.accepted.closed() => return,
                handshaken = ready => handshaken,
            };
            match handshaken {
                Ok(Ok((stream, peer))) => door.admit(stream, peer, place).await,
                Ok(Err(error)) => tracing::info!(?address, %error, "TLS handshake failed"),
                Err(_) => tracing::info!(?address, "TLS handshake took too long"),
            }
        });
    }

    async fn handshake(
        &self,
        stream: Stream,
        address: Option<SocketAddr>,
    ) -> io::Result<(Stream, Peer)> {
        match (&self.terms.tls, stream) {
            (Some(tls), Stream::Tcp(stream)) => {
                let stream = tls.accept(stream).await?;
                let certificate = Tls::client_of(&stream);
                Ok((
                    Stream::Tls(Box::new(stream)),
                    Peer {
                        address,
                        certificate,
                    },
                ))
            }
            // Who may open the file of a Unix socket is the operator's to say; there is nobody to listen in.
            (_, stream) => Ok((
                stream,
                Peer {
                    address,
                    certificate: None,
                },
            )),
        }
    }

    async fn admit(&self, stream: Stream, peer: Peer, place: OwnedSemaphorePermit) {
        let connection = Connection::new(stream, peer, place, &self.terms);
        // Where nobody takes it any more, it is closed.
        let _ = self.accepted.send(Ok(connection)).await;
    }
}
