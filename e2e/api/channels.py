"""Channels and what is paid by card, as far as they must be there to be asked for.

Owners and payers are demo people; cards pay at the stand-in for Stripe.
"""

import hashlib
import hmac
import time

import requests

# Always on air; begun and ended by whoever begins and ends shows; given a fee back; suspended.
ON_AIR, OWN, REFUNDED, SUSPENDED = "creator", "creator4", "creator3", "creator2"
SLUGS = {ON_AIR: "yayinda", OWN: "kendi-kanali", REFUNDED: "iade", SUSPENDED: "askida"}
# Prices that are off by default: the fee for going live and a month of a channel.
PRICES = {"go_live_fee_minor_count": 500, "channel_pass_minor_count": 990}


def prepare(stack, tokens, ids):
    """Returns who asks for which route with what, and the same of the panel's."""
    channels = {name: channel(stack, tokens[name], ids[name], slug) for name, slug in SLUGS.items()}
    fees = {name: fee(stack, tokens[name], channels[name]["slug"]) for name in (ON_AIR, OWN, REFUNDED)}
    ask(stack, "toggle-active", tokens[ON_AIR], {"active": True})
    live = {"slug": channels[ON_AIR]["slug"], "streamId": channels[ON_AIR]["id"]}
    donations = [donation(stack, tokens["viewer"], live["slug"], amount) for amount in (50_000, 1_000)]
    # paid for so long ago that the creator's share is due
    stack.rows("PATCH", f"live_card_payments?id=eq.{donations[0]}", {"paid_at": "2026-01-01T00:00:00Z"})
    ask(stack, "subscribe", tokens["viewer"], {"plan": "channel", "slug": live["slug"]})
    stack.rows("PATCH", f"live_passes?user_id=eq.{ids['viewer']}", {"stripe_customer_id": "cus_1"})
    own = {"slug": channels[OWN]["slug"]}
    parts = {
        "create": (OWN, {}),
        "toggle-active": (OWN, {}),
        "stats": (OWN, {}),
        "donations": (ON_AIR, {}),
        "token": ("viewer", {"slug": live["slug"], "roomName": channels[ON_AIR]["roomName"]}),
        "follow": ("viewer", live),
        "unfollow": ("viewer", live),
        "donate": ("viewer", live),
        "subscribe": ("subscriber", live),
        "billing": ("viewer", {}),
        "payment": ("viewer", {"paymentId": donations[1]}),
        "pay-to-go-live": (OWN, own),
        "refund": (REFUNDED, {"paymentId": fees[REFUNDED]}),
        "{slug}": (None, live),
    }
    suspended = {"id": channels[SUSPENDED]["id"]}
    panel = {
        "POST channels/{id}/suspend": suspended,
        "POST channels/{id}/unsuspend": suspended,
        "POST card-payments/{id}/refund": {"id": donations[1]},
        "POST payouts": {"creator_id": ids[ON_AIR], "currency": "usd", "amount": 1},
    }
    return parts, panel


def channel(stack, token, owner, slug):
    """Somebody's channel, which an earlier run has made, and may have given another name."""
    is_there = stack.rows("GET", f"live_channels?creator_id=eq.{owner}&select=id")
    return ask(stack, "create", token, {"title": slug} if is_there else {"title": slug, "slug": slug})


def fee(stack, token, slug):
    """A fee that is paid."""
    begun = ask(stack, "pay-to-go-live", token, {"slug": slug, "amount": PRICES["go_live_fee_minor_count"]})
    return paid(stack, begun)


def donation(stack, token, slug, amount):
    return paid(stack, ask(stack, "donate", token, {"slug": slug, "amount": amount}))


def paid(stack, payment):
    """Has a card pay what waits for it."""
    if payment["status"] == "open":
        intent = payment["clientSecret"].partition("_secret_")[0]
        reply = requests.post(f"{stack.settings['STRIPE_API_URL']}/test/pay/{intent}", timeout=30)
        reply.raise_for_status()
    return payment["paymentId"]


def ask(stack, route, token, body):
    return stack.ask(f"api/live/{route}", token, body)


def signature(settings, body):
    """Stripe's header for a body."""
    now = int(time.time())
    secret = settings["STRIPE_WEBHOOK_SECRET"].encode()
    return f"t={now},v1={hmac.new(secret, f'{now}.'.encode() + body, hashlib.sha256).hexdigest()}"
