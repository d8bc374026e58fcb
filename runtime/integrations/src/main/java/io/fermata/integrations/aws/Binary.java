// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.util.Set;

/// The blob members that hold no text: a definition gives and gets them in base64. All other blobs are text in UTF-8, as a
/// Lambda payload is.
final class Binary {

    private static final Set<String> MEMBERS = Set.of("B", "BS", "Bytes", "CiphertextBlob", "EncryptedKeyMaterial",
            "ImportToken", "Mac", "PublicKey", "SecretBinary", "Signature", "ZipFile", "BinaryValue", "LayerPartBlob",
            "CiphertextForRecipient", "PrivateKeyCiphertextBlob");

    private Binary() {}

    /// @param path the member with those above it, separated by dots
    static boolean is(String path) {
        return MEMBERS.contains(path.substring(path.lastIndexOf('.') + 1));
    }
}
