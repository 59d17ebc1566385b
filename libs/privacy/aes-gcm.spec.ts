import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

import { canonicalJson } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decrypt, decryptBytes, encrypt, newKey, toKey, unwrapKey, wrapKey } from './aes-gcm.js';
import { CannotOpen } from './refusals.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const binding = { tenant: 't', path: '/a', keyVersion: 1 };

// McGrew and Viega, The Galois/Counter Mode of Operation (GCM), appendix B, test cases 13 to 16 (256-bit keys, 96-bit nonces).
const key15 = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const plain15 =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const cipher15 =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
const published = [
  {
    case: 13,
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plain: '',
    cipher: '',
    additional: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    ...{ case: 14, key: '00'.repeat(32), nonce: '00'.repeat(12), plain: '00'.repeat(16), additional: '' },
    ...{ cipher: 'cea7403d4d606b6e074ec5d3baf39d18', tag: 'd0d1c8a799996bf0265b98b5d48ab919' },
  },
  {
    ...{ case: 15, key: key15, nonce: 'cafebabefacedbaddecaf888', plain: plain15, cipher: cipher15, additional: '' },
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    ...{ case: 16, key: key15, nonce: 'cafebabefacedbaddecaf888', plain: plain15.slice(0, 120) },
    ...{ cipher: cipher15.slice(0, 120), additional: 'feedfacedeadbeeffeedfacedeadbeefabaddad2' },
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM', () => {
  it.each(published)('opens published test case $case, and none of it changed', (vector) => {
    const { nonce, cipher, tag } = vector;
    const key = toKey(hex(vector.key));
    const sealed = { nonce: hex(nonce), ciphertext: hex(cipher), tag: hex(tag) };
    expect(decryptBytes(key, sealed, hex(vector.additional)).toString('hex')).toBe(vector.plain);
    const otherTag = { ...sealed, tag: hex(tag).fill(0, 15) };
    expect(() => decryptBytes(key, otherTag, hex(vector.additional))).toThrow(CannotOpen);
    expect(() => decryptBytes(key, sealed, hex(`${vector.additional}00`))).toThrow(CannotOpen);
  });

  it('writes what Node’s own decipher reads, with the canonical JSON of the binding as additional data', () => {
    const property = fc.property(fc.uint8Array(), fc.string({ unit: 'grapheme' }), (bytes, path) => {
      const raw = randomBytes(32);
      const bound = { path, keyVersion: 7 };
      const { nonce, ciphertext, tag } = encrypt(createSecretKey(raw), Buffer.from(bytes), bound);
      const decipher = createDecipheriv('aes-256-gcm', raw, nonce, { authTagLength: 16 });
      decipher.setAAD(Buffer.from(`{"keyVersion":7,"path":${JSON.stringify(path)}}`, 'utf8')).setAuthTag(tag);
      expect(Buffer.concat([decipher.update(ciphertext), decipher.final()])).toEqual(Buffer.from(bytes));
    });
    fc.assert(property);
  });

  it('refuses any single changed bit of nonce, ciphertext or tag', () => {
    const key = newKey();
    const sealed = encrypt(key, Buffer.from('Brev'), binding);
    for (const part of ['nonce', 'ciphertext', 'tag'] as const) {
      for (let bit = 0; bit < sealed[part].length * 8; bit += 1) {
        const changed = Buffer.from(sealed[part]);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => decrypt(key, { ...sealed, [part]: changed }, binding)).toThrow(CannotOpen);
      }
    }
  });

  it('refuses a shortened tag and another length of nonce, which the cipher itself would take', () => {
    const raw = randomBytes(32);
    const nonce = randomBytes(16);
    const cipher = createCipheriv('aes-256-gcm', raw, nonce);
    cipher.setAAD(Buffer.from(canonicalJson(binding)));
    const ciphertext = Buffer.concat([cipher.update('Brev'), cipher.final()]);
    const long = { nonce, ciphertext, tag: cipher.getAuthTag() };
    expect(() => decrypt(createSecretKey(raw), long, binding)).toThrow(CannotOpen);
    const key = newKey();
    const sealed = encrypt(key, Buffer.from('Brev'), binding);
    expect(() => decrypt(key, { ...sealed, tag: sealed.tag.subarray(0, 12) }, binding)).toThrow(CannotOpen);
  });

  it('refuses another key and another binding', () => {
    const key = newKey();
    const sealed = encrypt(key, Buffer.from('Brev'), binding);
    expect(() => decrypt(newKey(), sealed, binding)).toThrow(CannotOpen);
    for (const other of [{ tenant: 'u' }, { path: '/b' }, { keyVersion: 2 }, { more: 1 }]) {
      expect(() => decrypt(key, sealed, { ...binding, ...other })).toThrow(CannotOpen);
    }
  });

  it('takes a fresh nonce each time', () => {
    const key = newKey();
    const nonces = Array.from({ length: 20_000 }, () => encrypt(key, Buffer.alloc(0), {}).nonce.toString('hex'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe('a wrapped key', () => {
  it('unwraps to the same key, and only with what it was bound to', () => {
    const [wrapping, key] = [newKey(), newKey()];
    const wrapped = wrapKey(wrapping, key, binding);
    expect(wrapped).toHaveLength(60);
    expect(unwrapKey(wrapping, wrapped, binding).equals(key)).toBe(true);
    expect(() => unwrapKey(newKey(), wrapped, binding)).toThrow(CannotOpen);
    expect(() => unwrapKey(wrapping, wrapped, { ...binding, tenant: 'u' })).toThrow(CannotOpen);
    expect(() => unwrapKey(wrapping, wrapped.subarray(1), binding)).toThrow(CannotOpen);
    expect(() => unwrapKey(wrapping, Buffer.alloc(0), binding)).toThrow(CannotOpen);
  });

  it('of another length is no key', () => {
    const wrapping = newKey();
    const { nonce, ciphertext, tag } = encrypt(wrapping, randomBytes(16), binding);
    expect(() => unwrapKey(wrapping, Buffer.concat([nonce, ciphertext, tag]), binding)).toThrow(CannotOpen);
    expect(() => toKey(randomBytes(31))).toThrow(TypeError);
  });
});

describe('a key', () => {
  it('takes its bytes over and shows them to no log line', () => {
    const bytes = randomBytes(32);
    const before = bytes.toString('hex');
    const key = toKey(bytes);
    expect(bytes).toEqual(Buffer.alloc(32));
    expect(key.export().toString('hex')).toBe(before);
    expect(JSON.stringify({ key })).toBe('{"key":{}}');
  });
});
