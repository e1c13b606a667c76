// XXH64 with seed 0 (Collet, public specification), so that any tool can check a state hash.
const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

function round(lane: u64, input: u64): u64 {
  return rotl<u64>(lane + input * P2, 31) * P1;
}

function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * P1 + P4;
}

// Length is a multiple of 8: every region of a book is.
export function hashBytes(address: usize, bytes: usize): u64 {
  const end = address + bytes;
  let p = address;
  let a: u64 = P1 + P2;
  let b: u64 = P2;
  let c: u64 = 0;
  let d: u64 = 0 - P1;
  while (p + 32 <= end) {
    a = round(a, load<u64>(p));
    b = round(b, load<u64>(p, 8));
    c = round(c, load<u64>(p, 16));
    d = round(d, load<u64>(p, 24));
    p += 32;
  }
  let hash: u64 = P5;
  if (bytes >= 32) {
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d);
  }
  hash += <u64>bytes;
  for (; p < end; p += 8) hash = rotl<u64>(hash ^ round(0, load<u64>(p)), 27) * P1 + P4;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}
