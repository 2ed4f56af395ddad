package io.dromedial.cli;

import io.dromedial.app.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"dromedial " + Version.text()};
    }
}
