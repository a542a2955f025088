//! Which port each component listens on: fixed and configurable for development, free ones for tests.

use crate::{Error, Result};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};

/// The ports of one instance, all on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ports {
    /// The one base URL clients use.
    pub gateway: u16,
    /// Postgres.
    pub db: u16,
    /// PostgREST.
    pub rest: u16,
    /// PostgREST's health endpoint.
    pub rest_admin: u16,
    /// `cargo lambda watch`.
    pub functions: u16,
    /// LiveKit's HTTP API and signalling.
    pub livekit: u16,
    /// LiveKit's media.
    pub livekit_udp: u16,
    /// The stand-in for LiveKit's Ingress API, in front of LiveKit.
    pub ingress: u16,
    /// The stand-in for Stripe.
    pub stripe: u16,
    /// `stripe-mock` behind it.
    pub stripe_mock: u16,
    /// The stand-in for LiveKit's Egress API, in front of the one for its Ingress API.
    pub egress: u16,
    /// `MinIO`, the store of recordings.
    pub minio: u16,
}

/// One configurable port: what it is for, the variable that moves it.
struct Setting {
    what: &'static str,
    variable: &'static str,
    port: u16,
    udp: bool,
}

impl Ports {
    /// The development ports. `IPELYA_LOCAL_PORT` moves the gateway and, seven steps behind it, the
    /// database, PostgREST, functions, Stripe's stand-in and `MinIO`; `IPELYA_LOCAL_LIVEKIT_PORT` moves LiveKit's four;
    /// each has a variable of its own too.
    pub fn configured(lookup: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let read = |variable: &'static str, default: u16| match lookup(variable) {
            None => Ok(default),
            Some(value) => match value.trim().parse::<u16>() {
                // Up to 8 ports are counted upwards from a base.
                Ok(port) if port > 0 && port < u16::MAX - 8 => Ok(port),
                _ => Err(Error::BadPort { variable, value }),
            },
        };
        let gateway = read("IPELYA_LOCAL_PORT", 54321)?;
        let livekit = read("IPELYA_LOCAL_LIVEKIT_PORT", 7880)?;
        Ok(Self {
            gateway,
            db: read("IPELYA_LOCAL_DB_PORT", gateway + 1)?,
            rest: read("IPELYA_LOCAL_REST_PORT", gateway + 2)?,
            rest_admin: read("IPELYA_LOCAL_REST_ADMIN_PORT", gateway + 3)?,
            functions: read("IPELYA_LOCAL_FUNCTIONS_PORT", gateway + 4)?,
            livekit,
            livekit_udp: read("IPELYA_LOCAL_LIVEKIT_UDP_PORT", livekit + 2)?,
            ingress: read("IPELYA_LOCAL_INGRESS_PORT", livekit + 1)?,
            stripe: read("IPELYA_LOCAL_STRIPE_PORT", gateway + 5)?,
            stripe_mock: read("IPELYA_LOCAL_STRIPE_MOCK_PORT", gateway + 6)?,
            egress: read("IPELYA_LOCAL_EGRESS_PORT", livekit + 3)?,
            minio: read("IPELYA_LOCAL_MINIO_PORT", gateway + 7)?,
        })
    }

    /// Free ports for an instance that nobody types by hand.
    pub fn free() -> Result<Self> {
        Self::among(SINGLE)
    }

    /// The same for a whole stack, which takes its ports one after the other: nobody else is given any of them meanwhile.
    pub fn free_for_a_stack() -> Result<Self> {
        Self::among(WHOLE_STACKS)
    }

    fn among(range: (u16, u16)) -> Result<Self> {
        let mut taken = BTreeSet::new();
        let mut next = || loop {
            let port = free_port_among(range)?;
            if taken.insert(port) {
                return Ok::<u16, Error>(port);
            }
        };
        Ok(Self {
            gateway: next()?,
            db: next()?,
            rest: next()?,
            rest_admin: next()?,
            functions: next()?,
            livekit: next()?,
            livekit_udp: next()?,
            ingress: next()?,
            stripe: next()?,
            stripe_mock: next()?,
            egress: next()?,
            minio: next()?,
        })
    }

    /// Fails on the first port that another process holds, naming the variable that moves it.
    pub fn check_free(&self) -> Result<()> {
        let setting = |what, variable, port| Setting { what, variable, port, udp: false };
        let settings = [
            setting("the gateway", "IPELYA_LOCAL_PORT", self.gateway),
            setting("Postgres", "IPELYA_LOCAL_DB_PORT", self.db),
            setting("PostgREST", "IPELYA_LOCAL_REST_PORT", self.rest),
            setting("PostgREST's health", "IPELYA_LOCAL_REST_ADMIN_PORT", self.rest_admin),
            setting("the functions", "IPELYA_LOCAL_FUNCTIONS_PORT", self.functions),
            setting("LiveKit", "IPELYA_LOCAL_LIVEKIT_PORT", self.livekit),
            setting("the stand-in for encoders", "IPELYA_LOCAL_INGRESS_PORT", self.ingress),
            setting("the stand-in for Stripe", "IPELYA_LOCAL_STRIPE_PORT", self.stripe),
            setting("stripe-mock", "IPELYA_LOCAL_STRIPE_MOCK_PORT", self.stripe_mock),
            setting("the stand-in for recordings", "IPELYA_LOCAL_EGRESS_PORT", self.egress),
            setting("MinIO", "IPELYA_LOCAL_MINIO_PORT", self.minio),
            Setting { udp: true, ..setting("LiveKit's media", "IPELYA_LOCAL_LIVEKIT_UDP_PORT", self.livekit_udp) },
        ];
        for Setting { what, variable, port, udp } in settings {
            let free = if udp { udp_is_free(port) } else { tcp_is_free(port) };
            if !free {
                return Err(Error::PortInUse { port, what, variable });
            }
        }
        Ok(())
    }
}

// Below the range the kernel hands out by itself (32768 on Linux, 49152 on macOS), so that no outgoing connection takes a
// port before its owner listens: where each range begins, and how many it has.
const WHOLE_STACKS: (u16, u16) = (15_000, 1_000);
const SINGLE: (u16, u16) = (16_000, 16_000);

/// A port free for TCP and UDP.
pub fn free_port() -> Result<u16> {
    free_port_among(SINGLE)
}

fn free_port_among((first, count): (u16, u16)) -> Result<u16> {
    let random = SystemRandom::new();
    for _ in 0..200 {
        let mut bytes = [0_u8; 2];
        random.fill(&mut bytes).map_err(|_| Error::NoFreePort)?;
        let port = first + u16::from_le_bytes(bytes) % count;
        if tcp_is_free(port) && udp_is_free(port) {
            return Ok(port);
        }
    }
    Err(Error::NoFreePort)
}

fn tcp_is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn udp_is_free(port: u16) -> bool {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_variable_moves_the_supabase_side_together() {
        let ports = Ports::configured(|name| (name == "IPELYA_LOCAL_PORT").then(|| "6000".into())).unwrap();
        assert_eq!((ports.gateway, ports.db, ports.functions, ports.minio), (6000, 6001, 6004, 6007));
        assert_eq!((ports.livekit, ports.ingress, ports.livekit_udp, ports.egress), (7880, 7881, 7882, 7883));
    }

    #[test]
    fn a_single_port_can_be_moved_alone() {
        let ports = Ports::configured(|name| (name == "IPELYA_LOCAL_DB_PORT").then(|| " 5432 ".into())).unwrap();
        assert_eq!((ports.gateway, ports.db, ports.rest), (54321, 5432, 54323));
    }

    #[test]
    fn what_is_no_port_is_refused_by_name() {
        for value in ["", "x", "0", "-1", "65535", "70000"] {
            let error = Ports::configured(|name| (name == "IPELYA_LOCAL_PORT").then(|| value.into())).unwrap_err();
            assert!(error.to_string().starts_with("IPELYA_LOCAL_PORT is not a port number"), "{value}");
        }
    }

    #[test]
    fn a_held_port_is_named_with_its_variable() {
        let ports = Ports::free().unwrap();
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, ports.rest)).unwrap();
        let error = ports.check_free().unwrap_err();
        assert_eq!(error.exit_code(), 3);
        assert!(error.to_string().contains("IPELYA_LOCAL_REST_PORT"), "{error}");
        drop(held);
        ports.check_free().unwrap();
    }

    #[test]
    fn free_ports_differ_from_each_other() {
        for (p, range) in
            [(Ports::free().unwrap(), 16_000..32_000), (Ports::free_for_a_stack().unwrap(), 15_000..16_000)]
        {
            let all = [
                p.gateway,
                p.db,
                p.rest,
                p.rest_admin,
                p.functions,
                p.livekit,
                p.livekit_udp,
                p.ingress,
                p.stripe,
                p.stripe_mock,
                p.egress,
                p.minio,
            ];
            assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 12);
            assert!(all.iter().all(|port| range.contains(port)));
        }
    }
}
