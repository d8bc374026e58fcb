// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.govern;

import io.fermata.journal.NodeTable;
import io.fermata.node.Executions;
import io.fermata.node.Node;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.audit.AuditEntry;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import io.fermata.web.console.executions.ExecutionRows;
import io.fermata.web.console.frame.Shell;
import io.fermata.web.console.text.Words;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.GitProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The processes that run Fermata, their version, and the tenant's executions that were set aside.
@Controller
class NodePages {

    private static final int MOST = 100;

    private final NodeTable nodes;
    private final Node node;
    private final Executions executions;
    private final ExecutionRows rows;
    private final Audit audit;
    private final Running running;

    NodePages(NodeTable nodes, Node node, Executions executions, ExecutionRows rows, Audit audit, Running running) {
        this.nodes = nodes;
        this.node = node;
        this.executions = executions;
        this.rows = rows;
        this.audit = audit;
        this.running = running;
    }

    /// A process in the list.
    record Row(String id, boolean here, String version, int shards, Words.Time started, String seen) {}

    /// Time and build of this process.
    @org.springframework.stereotype.Component
    record Running(InstantSource clock, ObjectProvider<GitProperties> git) {

        String commit() {
            return git.stream().findFirst().map(GitProperties::getShortCommitId).orElse("");
        }
    }

    @GetMapping("/t/{slug}/nodes")
    @RequiresPermission(Permission.SYSTEM_READ)
    String list(Visit visit, Model model) {
        Shell.of(model, "nodes", "Nodes").here("Nodes");
        var now = running.clock().instant();
        var state = node.state();
        model.addAttribute("nodes",
                nodes.all().stream().map(one -> new Row(one.id(), one.id().equals(state.id()), one.version(),
                        one.shards(), Words.time(one.startedAt(), now), Words.relative(one.seenAt(), now))).toList());
        model.addAttribute("state", state);
        model.addAttribute("commit", running.commit());
        model.addAttribute("quarantined", rows.quarantined(visit, MOST));
        return "govern/nodes";
    }

    @PostMapping("/t/{slug}/nodes/release")
    @RequiresPermission(Permission.SYSTEM_READ)
    String release(Visit visit, @RequestParam long execution) {
        if (!executions.table().release(visit.id(), execution)) {
            throw new NotHereException();
        }
        audit.record(visit.id(), AuditEntry.done(visit.principal(), "execution.release", Long.toString(execution)));
        return "redirect:" + visit.path("nodes");
    }
}
