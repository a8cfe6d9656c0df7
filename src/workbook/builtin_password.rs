//! Workbooks that Excel encrypts with a password of its own and opens without asking: it does so to
//! a protected workbook. Whoever has Excel can read them, so they are read here.
//!
//! Only what Excel has written since 2013 (agile encryption, AES in CBC mode, SHA-2) is opened, as
//! \[MS-OFFCRYPTO\] 2.3.4.10 to 2.3.4.15 describe it. Any other password stays the sender's.

use aes::{Aes128, Aes192, Aes256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::parts::local;
use super::xml::{Event, Events, Tag};

/// The password that Excel tries before it asks (\[MS-OFFCRYPTO\] 2.4.2.3).
const PASSWORD: &str = "VelvetSweatshop";
/// What the hash is salted with: for the two halves of the check, and for the key.
const CHECK_INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const CHECK_VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
/// Excel turns the hash 100,000 times; a file that asks for far more only costs time.
const MOST_TURNS: u32 = 1_000_000;
/// The package is encrypted in pieces of this length.
const PIECE: usize = 4096;
/// Before the description of the encryption stand version and flags, before the package its length.
const HEAD: usize = 8;

/// The workbook in an encrypted container, unless it needs another password.
pub(super) fn decrypt(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    let info = String::from_utf8_lossy(info.get(HEAD..)?);
    let mut of_package = None;
    let mut of_password = None;
    for event in Events::new(&info) {
        let Event::Start(tag) = event else { continue };
        match local(tag.name()) {
            "keyData" => of_package = Some(Cipher::new(&tag)?),
            "encryptedKey" => of_password = Some((Cipher::new(&tag)?, Secrets::new(&tag)?)),
            _ => {}
        }
    }
    let (cipher, secrets) = of_password?;
    let key = secrets.key(&cipher)?;
    let length = u64::from_le_bytes(package.get(..HEAD)?.try_into().ok()?);
    let mut plain = of_package?.package(&key, package.get(HEAD..)?)?;
    plain.truncate(usize::try_from(length).ok()?);
    Some(plain)
}

/// How something is encrypted.
struct Cipher {
    salt: Vec<u8>,
    key_bytes: usize,
    hash: fn(&[&[u8]]) -> Vec<u8>,
}

impl Cipher {
    fn new(tag: &Tag) -> Option<Self> {
        let is_known = tag.get("cipherAlgorithm")? == "AES"
            && tag.get("cipherChaining")? == "ChainingModeCBC"
            && tag.count("blockSize") == 16;
        let hash = match &*tag.get("hashAlgorithm")? {
            "SHA512" => hash::<Sha512>,
            "SHA384" => hash::<Sha384>,
            "SHA256" => hash::<Sha256>,
            _ => return None,
        };
        let salt = STANDARD.decode(&*tag.get("saltValue")?).ok()?;
        let key_bytes = tag.count("keyBits") as usize / 8;
        is_known.then_some(Self {
            salt,
            key_bytes,
            hash,
        })
    }

    /// The package, piece by piece, each with a vector of its own.
    fn package(&self, key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::with_capacity(bytes.len());
        for (number, piece) in (0_u32..).zip(bytes.chunks(PIECE)) {
            let vector = (self.hash)(&[&self.salt, &number.to_le_bytes()]);
            plain.extend(decrypted(key, vector.get(..16)?, piece)?);
        }
        Some(plain)
    }
}

/// What is encrypted with the password.
struct Secrets {
    turns: u32,
    check_input: Vec<u8>,
    check_value: Vec<u8>,
    key: Vec<u8>,
}

impl Secrets {
    fn new(tag: &Tag) -> Option<Self> {
        Some(Self {
            turns: tag.count("spinCount"),
            check_input: STANDARD
                .decode(&*tag.get("encryptedVerifierHashInput")?)
                .ok()?,
            check_value: STANDARD
                .decode(&*tag.get("encryptedVerifierHashValue")?)
                .ok()?,
            key: STANDARD.decode(&*tag.get("encryptedKeyValue")?).ok()?,
        })
    }

    /// The key of the package, if the password is Excel's own.
    fn key(&self, cipher: &Cipher) -> Option<Vec<u8>> {
        if self.turns > MOST_TURNS {
            return None;
        }
        let password: Vec<u8> = PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut turned = (cipher.hash)(&[&cipher.salt, &password]);
        for turn in 0..self.turns {
            turned = (cipher.hash)(&[&turn.to_le_bytes(), &turned]);
        }
        let open = |purpose: &[u8], secret: &[u8]| {
            let key = (cipher.hash)(&[&turned, purpose]);
            decrypted(key.get(..cipher.key_bytes)?, cipher.salt.get(..16)?, secret)
        };
        let input = open(&CHECK_INPUT, &self.check_input)?;
        let value = open(&CHECK_VALUE, &self.check_value)?;
        if !value.starts_with(&(cipher.hash)(&[&input])) {
            return None;
        }
        let mut key = open(&KEY, &self.key)?;
        key.truncate(cipher.key_bytes);
        Some(key)
    }
}

fn hash<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    for piece in pieces {
        digest.update(piece);
    }
    digest.finalize().to_vec()
}

fn decrypted(key: &[u8], vector: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let mut plain = secret.to_vec();
    let plain_length = match key.len() {
        16 => decrypt_with::<Decryptor<Aes128>>(key, vector, &mut plain),
        24 => decrypt_with::<Decryptor<Aes192>>(key, vector, &mut plain),
        32 => decrypt_with::<Decryptor<Aes256>>(key, vector, &mut plain),
        _ => None,
    }?;
    plain.truncate(plain_length);
    Some(plain)
}

fn decrypt_with<C: KeyIvInit + BlockModeDecrypt>(
    key: &[u8],
    vector: &[u8],
    bytes: &mut [u8],
) -> Option<usize> {
    let cipher = C::new_from_slices(key, vector).ok()?;
    Some(cipher.decrypt_padded::<NoPadding>(bytes).ok()?.len())
}
