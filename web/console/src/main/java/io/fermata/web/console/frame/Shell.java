// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.frame;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/// What a page tells its frame: title, place in the menu, way to it. Used by one request.
public final class Shell {

    private final Model model;
    private final List<Crumb> crumbs = new ArrayList<>();

    private Shell(Model model) {
        this.model = model;
        model.addAttribute("crumbs", crumbs);
    }

    /// A step of the way to a page.
    ///
    /// @param href null for the page itself
    public record Crumb(String label, @Nullable String href) {}

    /// The frame of a page in that part of the menu.
    public static Shell of(Model model, String section, String title) {
        model.addAttribute("section", section);
        model.addAttribute("title", title);
        return new Shell(model);
    }

    /// Adds a step with a link.
    public Shell via(String label, String href) {
        crumbs.add(new Crumb(label, href));
        return this;
    }

    /// Adds the page itself.
    public Shell here(String label) {
        crumbs.add(new Crumb(label, null));
        return this;
    }

    /// Lets the page fill the window and scroll inside its panes.
    public Shell filling() {
        model.addAttribute("fit", true);
        return this;
    }
}
