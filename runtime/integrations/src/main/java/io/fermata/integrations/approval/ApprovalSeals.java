// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/// What is secret or must not be changed about an approval: sealed columns, link tokens, form tokens, hashes. Thread-safe.
final class ApprovalSeals {

    private static final int TOKEN_BYTES = 32;
    private static final int ID_CHARACTERS = 26;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    ApprovalSeals(KeyRing keys) {
        this.keys = keys;
    }

    /// Where sealed bytes are kept, which they are bound to.
    enum Column {
        TASK_TOKEN,
        CONTENT,
        COMMENT,
        RESULT
    }

    byte[] seal(TenantId tenant, Column column, String text) {
        return keys.seal(tenant, "approval." + column, text.getBytes(StandardCharsets.UTF_8));
    }

    String open(TenantId tenant, Column column, byte[] sealed) {
        return new String(keys.open(tenant, "approval." + column, sealed), StandardCharsets.UTF_8);
    }

    JsonNode openJson(TenantId tenant, Column column, byte[] sealed) {
        return Json.parse(open(tenant, column, sealed));
    }

    /// 43 characters that nobody can guess.
    String newLinkToken() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String newId() {
        var id = new StringBuilder("apv_");
        for (int i = 0; i < ID_CHARACTERS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /// What a form must send back: bound to the approval, to what it shows and to the person, so that no other page's form
    /// can decide.
    String nonce(TenantId tenant, String approvalId, String subjectSha256, long userId) {
        var message = (approvalId + "|" + subjectSha256 + "|" + userId).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(keys.mac(tenant, "approval-form", message));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
