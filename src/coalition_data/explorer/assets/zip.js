// A zip archive of texts, stored as they are.
"use strict";
window.cdZip = (files) => {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });
  const sum = (bytes) => ~bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;
  const numbers = (...pairs) =>
    Uint8Array.from(pairs.flatMap(([size, value]) => Array.from({ length: size }, (_, n) => (value / 256 ** n) & 255)));
  const encoder = new TextEncoder();
  const parts = [];
  const listed = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [label, bytes] = [encoder.encode(name), encoder.encode(text)];
    // Version 2.0, names in UTF-8, stored, the first day of 1980.
    const facts = [[2, 20], [2, 2048], [2, 0], [2, 0], [2, 33], [4, sum(bytes)], [4, bytes.length], [4, bytes.length], [2, label.length], [2, 0]];
    const head = numbers([4, 0x04034b50], ...facts);
    listed.push(numbers([4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), label);
    parts.push(head, label, bytes);
    at += head.length + label.length + bytes.length;
  }
  const size = listed.reduce((all, part) => all + part.length, 0);
  const count = listed.length / 2;
  return [...parts, ...listed, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])];
};
