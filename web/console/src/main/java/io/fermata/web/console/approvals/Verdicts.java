// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.approvals;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/// What both ways to an approval, the inbox and the link of a mail, put on its page.
final class Verdicts {

    static final String CHANGED = "What you saw has changed meanwhile. Read it again, then decide.";

    private Verdicts() {}

    static void show(Model model, ApprovalView approval, boolean may, String comment, @Nullable String problem) {
        model.addAttribute("title", approval.title());
        model.addAttribute("approval", approval);
        model.addAttribute("asks", approval.mine() && may);
        model.addAttribute("comment", comment);
        model.addAttribute("problem", problem);
    }
}
