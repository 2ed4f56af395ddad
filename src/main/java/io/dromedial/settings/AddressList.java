package io.dromedial.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** IP addresses and networks ({@code 192.0.2.7}, {@code 10.0.0.0/8}, {@code 2001:db8::/32}) with commas between them. */
public final class AddressList {

    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private final List<Network> networks;

    private record Network(byte[] address, int bits) {
        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            boolean same = Arrays.equals(address, 0, whole, other, 0, whole);
            return same && (rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0);
        }
    }

    private AddressList(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** @throws IllegalArgumentException that says which part is none */
    public static AddressList parse(String text) {
        List<Network> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            all.add(network(part.strip()));
        }
        return new AddressList(all);
    }

    private static Network network(String part) {
        int slash = part.indexOf('/');
        String host = slash < 0 ? part : part.substring(0, slash);
        byte[] address = address(host, part);
        int most = 8 * address.length;
        String bits = slash < 0 ? String.valueOf(most) : part.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            throw new IllegalArgumentException("'" + part + "' has no prefix length from 0 to " + most);
        }
        return new Network(address, Integer.parseInt(bits));
    }

    /** Of literals only: a name would be looked up. */
    private static byte[] address(String host, String part) {
        try {
            if (LITERAL.matcher(host).matches()) {
                return InetAddress.getByName(host).getAddress();
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new IllegalArgumentException("'" + part + "' is no address");
    }

    /** An IPv4 address that came as IPv6 counts as IPv4. */
    public boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(n -> n.holds(bytes));
    }
}
